#include "app/js/sandbox.h"

#include <cerrno>
#include <cstddef>
#include <fstream>
#include <iterator>

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace parley::js {
namespace {

//! What an engine reserves before it runs anything: its stack of 4 MiB, the collector's of 2 MiB,
//! the built-in objects, and the watchdog's thread. Measured on Qt 6.4.2: 13 MiB.
constexpr rlim_t kEngineBytes = 16 * 1024 * 1024;

#if defined(__x86_64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_AARCH64;
#else
constexpr std::uint32_t kArchitecture = 0; // no list of ours for it
#endif

constexpr std::uint32_t kAllow = SECCOMP_RET_ALLOW;
constexpr std::uint32_t kRefuse = SECCOMP_RET_ERRNO | EPERM;

// By number, so that one that a system lacks does not disturb.
constexpr int kAllowedCalls[] = {
    SYS_read,
    SYS_write,
    SYS_futex,
    SYS_munmap,
    SYS_madvise,
    SYS_mremap,
    SYS_brk,
    SYS_exit,
    SYS_exit_group,
    SYS_rt_sigreturn,
    SYS_rt_sigprocmask,
    SYS_rt_sigaction,
    SYS_sigaltstack,
    SYS_getpid,
    SYS_gettid,
    SYS_clock_gettime,
    SYS_clock_nanosleep,
    SYS_gettimeofday,
    SYS_sched_yield,
    SYS_getrandom,
    SYS_sysinfo,
    SYS_restart_syscall,
};

constexpr sock_filter statement(int code, std::uint32_t value)
{
    return {static_cast<std::uint16_t>(code), 0, 0, value};
}
constexpr sock_filter jump(std::uint32_t value, std::size_t ifEqual, std::size_t otherwise)
{
    return {BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint8_t>(ifEqual),
            static_cast<std::uint8_t>(otherwise), value};
}

constexpr std::size_t kCalls = std::size(kAllowedCalls);

struct Program {
    sock_filter lines[kCalls + 14]{};
    unsigned short length = 0;
    void add(sock_filter line) { lines[length++] = line; }
};

// mmap and mprotect pass unless the memory could be run: argument 2 is the protection on both.
Program program()
{
    Program made;
    made.add(statement(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, arch)));
    made.add(jump(kArchitecture, 1, 0));
    made.add(statement(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS));
    made.add(statement(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)));
    for (std::size_t i = 0; i < kCalls; ++i)
        made.add(jump(static_cast<std::uint32_t>(kAllowedCalls[i]), kCalls - i + 5, 0));
    made.add(jump(SYS_mmap, 1, 0));
    made.add(jump(SYS_mprotect, 0, 3));
    made.add(statement(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, args[2])));
    made.add(statement(BPF_ALU | BPF_AND | BPF_K, PROT_EXEC));
    made.add(jump(0, 1, 0));
    made.add(statement(BPF_RET | BPF_K, kRefuse));
    made.add(statement(BPF_RET | BPF_K, kAllow));
    return made;
}

rlim_t addressSpace() // bytes in use; 0 when the system does not say
{
    std::ifstream statistics("/proc/self/statm");
    rlim_t pages = 0;
    statistics >> pages;
    return pages * static_cast<rlim_t>(sysconf(_SC_PAGESIZE));
}

} // namespace

bool confineMemory(std::uint32_t megabytes)
{
    const rlim_t now = addressSpace();
    const rlim_t most = now + kEngineBytes + rlim_t{megabytes} * 1024 * 1024;
    const rlimit limit{most, most};
    return now > 0 && setrlimit(RLIMIT_AS, &limit) == 0;
}

bool confineSystemCalls()
{
    if (kArchitecture == 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return false;
    Program made = program();
    const sock_fprog filter{made.length, made.lines};
    return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &filter) == 0;
}

} // namespace parley::js
