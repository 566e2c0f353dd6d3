// bench_start: from exec to the first frame of the desktop program, and what it holds in memory
// when its broker runs and nothing happens. Prints figures and whether they reach their goals.
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "tests/bench/start/virtual_screen.h"
#include "tests/bench/support/child_process.h"
#include "tests/bench/support/failure.h"
#include "tests/bench/support/figures.h"
#include "tests/bench/support/option_reader.h"
#include "tests/bench/support/temporary_folder.h"

using namespace parley::bench;

namespace {

constexpr int kIdleMs = 500; // no CPU for so long: what starts behind the window has started

struct Options {
    int runs = 10;
    std::string program = PARLEY_PROGRAM;
    std::string platform = "both";
    bool isScript = false; // another command that ends in the program: only elapsed time counts
};

struct Start {
    double firstFrameMs = 0;
    double firstFrameCpuMs = 0;
    double brokerMs = 0;
    double brokerCpuMs = 0;
    double rssMb = 0;
    double anonymousMb = 0; // the part of it that is this program's alone
};

struct Moment {
    double atMs = 0;
    double cpuMs = 0;
};

// What `parley --measure-start` says of a moment; waits for it.
Moment momentOf(ChildProcess &program, const std::string &name)
{
    const std::string key = "{\"measured\":\"" + name + "\",";
    constexpr int kTries = 12'000; // of 5 ms
    for (int i = 0; i < kTries; ++i) {
        const std::string text = program.printed();
        const auto found = text.find(key);
        Moment moment;
        if (found != std::string::npos
            && std::sscanf(text.c_str() + found + key.size(), "\"atMs\":%lf,\"cpuMs\":%lf}",
                           &moment.atMs, &moment.cpuMs)
                == 2)
            return moment;
        if (!program.isRunning())
            break;
        pauseMs(5);
    }
    throw Failure("the program did not come to \"" + name + "\": " + program.printed());
}

Start startOnce(const Options &options, const std::vector<std::string> &screen)
{
    const TemporaryFolder folder;
    auto environment = screen;
    environment.push_back("XDG_CONFIG_HOME=" + folder.file("config"));
    const double begunMs = monotonicSeconds() * 1e3;
    ChildProcess program({options.program, "--measure-start", "--new-instance", "--port", "0",
                          "--data", folder.file("data")},
                         environment, folder.file("log"));
    const Moment frame = momentOf(program, "firstFrame");
    const Moment broker = momentOf(program, "broker");
    program.waitUntilIdle(kIdleMs);
    Start start;
    start.firstFrameMs = frame.atMs - begunMs;
    start.firstFrameCpuMs = frame.cpuMs;
    start.brokerMs = broker.atMs - begunMs;
    start.brokerCpuMs = broker.cpuMs;
    start.rssMb = double(program.memoryKb("VmRSS")) / 1024;
    start.anonymousMb = double(program.memoryKb("RssAnon")) / 1024;
    return start;
}

void print(const char *what, const Figures &figures, const char *unit, double goal)
{
    std::printf("  %-34s %-26s %s", what, figures.text(0).c_str(), unit);
    if (goal > 0)
        std::printf("   goal %.0f  %s", goal, figures.median() <= goal ? "ok" : "MISSED");
    std::printf("\n");
}

void measure(const Options &options, const char *name, const std::vector<std::string> &screen)
{
    startOnce(options, screen); // the files are in the kernel's cache from here on
    Figures frame, frameCpu, broker, brokerCpu, rss, anonymous;
    for (int run = 0; run < options.runs; ++run) {
        const Start start = startOnce(options, screen);
        frame.add(start.firstFrameMs);
        frameCpu.add(start.firstFrameCpuMs);
        broker.add(start.brokerMs);
        brokerCpu.add(start.brokerCpuMs);
        rss.add(start.rssMb);
        anonymous.add(start.anonymousMb);
    }
    std::printf("%s: median (range) of %d starts\n", name, options.runs);
    print("exec to first frame", frame, "ms", options.isScript ? 2000 : 300);
    if (!options.isScript)
        print("CPU to first frame", frameCpu, "ms", 120);
    print("exec to broker in use", broker, "ms", 0);
    if (!options.isScript)
        print("CPU to broker in use", brokerCpu, "ms", 0);
    print("resident when idle, with broker", rss, "MB", 60);
    print("  of it not shared with files", anonymous, "MB", 0);
    std::fflush(stdout);
}

constexpr const char *kUsage
    = "Usage: bench_start [--runs N] [--platform offscreen|xvfb|both]\n"
      "                   [--program FILE | --script FILE]\n\n"
      "Start of the desktop program: time and CPU to its first frame, memory when idle.\n"
      "--script measures a command that ends in the program, such as installer/run.\n";

Options optionsFrom(int argc, char **argv)
{
    Options options;
    readOptions(argc, argv, kUsage, [&](std::string_view name, const char *value) {
        const std::string_view word = value;
        if (name == "--runs")
            options.runs = std::atoi(value);
        else if (name == "--platform" && (word == "both" || word == "offscreen" || word == "xvfb"))
            options.platform = word;
        else if (name == "--program" || name == "--script")
            options.program = word;
        else
            return false;
        options.isScript = options.isScript || name == "--script";
        return options.runs > 0;
    });
    return options;
}

} // namespace

int main(int argc, char **argv)
{
    const Options options = optionsFrom(argc, argv);
    std::printf("%s%s, on this machine as busy as it is\n", options.program.c_str(),
                options.isScript ? "" : " (build type " PARLEY_BUILD_TYPE ")");
    try {
        if (options.platform != "xvfb")
            measure(options, "offscreen", {"QT_QPA_PLATFORM=offscreen"});
        if (options.platform == "offscreen")
            return 0;
        if (!VirtualScreen::isInstalled()) {
            std::printf("xvfb: not measured, Xvfb is not there (package xvfb)\n");
            return options.platform == "xvfb" ? 1 : 0;
        }
        const VirtualScreen screen;
        measure(options, "X11 (Xvfb)", {"QT_QPA_PLATFORM=xcb", "DISPLAY=" + screen.display()});
    } catch (const std::exception &failure) {
        std::fflush(stdout);
        std::fprintf(stderr, "bench_start: %s\n", failure.what());
        return 1;
    }
    return 0;
}
