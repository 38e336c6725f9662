// A long line between two network namespaces, in user space, since not every kernel has netem. See line.ts, which builds and runs it.
//   wan NAMESPACE_A NAMESPACE_B DELAY_MS LOSS_PERCENT BYTES_PER_MS QUEUE_MS
// Each namespace gets one end, wan0: 10.90.0.1 and 10.90.0.2, and its way out, since browsers look no further. A packet that enters one end is
// lost by chance, or dropped where QUEUE_MS of others wait before it, or leaves the other end when its turn and DELAY_MS have passed. The two
// directions know nothing of each other. Runs until its parent ends or it is asked to stop; then it says how many packets passed.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define PACKET_BYTES 1600
// A full queue and all that is under way on a fast line: 140 ms of 12.5 MB/s are 1,200 packets of the usual size, and acknowledgements are small.
#define PACKETS 16384

struct packet {
  int64_t due_ns;
  int bytes;
  char data[PACKET_BYTES];
};

// One direction: a ring of packets in the order in which they leave, as all wait equally long.
struct way {
  struct packet *ring;
  unsigned first, count;
  int64_t free_at_ns; // when the last packet that was let in has left the sender's side
  long passed, lost, dropped;
};

static volatile sig_atomic_t stopping;
static void stop(int signal) { stopping = signal; }

static int64_t now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static void die(const char *what) {
  perror(what);
  exit(1);
}

static int make_end(const char *namespace, const char *address) {
  char path[256], command[512];
  snprintf(path, sizeof path, "/run/netns/%s", namespace);
  int there = open(path, O_RDONLY | O_CLOEXEC);
  if (there < 0 || setns(there, CLONE_NEWNET) != 0) die(path);
  close(there);
  int end = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
  struct ifreq wish = {.ifr_name = "wan0", .ifr_flags = IFF_TUN | IFF_NO_PI};
  if (end < 0 || ioctl(end, TUNSETIFF, &wish) != 0) die("/dev/net/tun");
  snprintf(command, sizeof command,
           "ip addr add %s/24 dev wan0 && ip link set wan0 mtu 1500 txqueuelen 4000 multicast on up && ip route replace default dev wan0", address);
  if (system(command) != 0) die("ip");
  return end;
}

// Takes in what has entered this end. A burst at most, so that the other direction has its turn.
static void take_in(int end, struct way *way, double lost_share, double bytes_per_ms, int64_t delay_ns, int64_t queue_ns) {
  for (int burst = 0; burst < 128; burst++) {
    struct packet *packet = &way->ring[(way->first + way->count) % PACKETS];
    char nowhere[PACKET_BYTES];
    bool room = way->count < PACKETS;
    int bytes = read(end, room ? packet->data : nowhere, PACKET_BYTES);
    if (bytes <= 0) return;
    int64_t now = now_ns();
    if (drand48() < lost_share) {
      way->lost++;
      continue;
    }
    if (way->free_at_ns < now) way->free_at_ns = now;
    if (!room || way->free_at_ns - now > queue_ns) {
      way->dropped++;
      continue;
    }
    if (bytes_per_ms > 0) way->free_at_ns += (int64_t)(bytes / bytes_per_ms * 1e6);
    packet->bytes = bytes;
    packet->due_ns = way->free_at_ns + delay_ns;
    way->count++;
  }
}

// Lets out what is due. Returns when the next is, or -1.
static int64_t let_out(int end, struct way *way) {
  while (way->count > 0) {
    struct packet *packet = &way->ring[way->first];
    if (packet->due_ns > now_ns()) return packet->due_ns;
    if (write(end, packet->data, packet->bytes) == packet->bytes) way->passed++;
    else way->dropped++;
    way->first = (way->first + 1) % PACKETS;
    way->count--;
  }
  return -1;
}

int main(int count, char **given) {
  if (count != 7) {
    fprintf(stderr, "usage: wan NAMESPACE_A NAMESPACE_B DELAY_MS LOSS_PERCENT BYTES_PER_MS QUEUE_MS\n");
    return 2;
  }
  int64_t delay_ns = (int64_t)(atof(given[3]) * 1e6), queue_ns = (int64_t)(atof(given[6]) * 1e6);
  double lost_share = atof(given[4]) / 100, bytes_per_ms = atof(given[5]);

  pid_t parent = getppid();
  signal(SIGTERM, stop);
  signal(SIGINT, stop);
  // Browsers keep all cores busy, and a line that waits for its turn is longer than it should be.
  setpriority(PRIO_PROCESS, 0, -20);

  int ends[2] = {make_end(given[1], "10.90.0.1"), make_end(given[2], "10.90.0.2")};
  struct way ways[2] = {{0}, {0}};
  for (int i = 0; i < 2; i++) {
    ways[i].ring = malloc(sizeof(struct packet) * PACKETS);
    if (ways[i].ring == NULL) die("memory");
  }
  srand48(1);
  printf("up\n");
  fflush(stdout);

  while (!stopping && getppid() == parent) {
    int64_t next = now_ns() + 200000000LL;
    for (int i = 0; i < 2; i++) {
      int64_t due = let_out(ends[!i], &ways[i]);
      if (due >= 0 && due < next) next = due;
    }
    int64_t wait = next - now_ns();
    struct timespec pause = {0, wait > 0 ? wait : 0};
    struct pollfd both[2] = {{.fd = ends[0], .events = POLLIN}, {.fd = ends[1], .events = POLLIN}};
    if (ppoll(both, 2, &pause, NULL) < 0 && errno != EINTR) die("ppoll");
    for (int i = 0; i < 2; i++)
      if (both[i].revents & POLLIN) take_in(ends[i], &ways[i], lost_share, bytes_per_ms, delay_ns, queue_ns);
  }
  printf("%ld passed, %ld lost by chance, %ld dropped\n", ways[0].passed + ways[1].passed, ways[0].lost + ways[1].lost,
         ways[0].dropped + ways[1].dropped);
  return 0;
}
