// What looking up a token and asking for a right cost, and whether the time of a refusal says how
// much of a secret was right. Run by hand: build/release/tests/bench/access/bench_access
// Exit code 0 when the times of all kinds of wrong secrets are alike.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <random>
#include <string>
#include <vector>

#include "server/auth/token_registry.h"

using namespace parley;

namespace {

constexpr double kMostWelchT = 4.5; // the usual bound of such tests: one in 100,000 by chance
constexpr int kSamples = 2'000; // of each kind, in random order
constexpr int kLookUpsPerSample = 200;
constexpr int kTokens = 10'000; // in the registry, so that the table is a table

double threadNanoseconds()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) * 1e9 + double(time.tv_nsec);
}

struct Samples {
    std::string name;
    std::string secret;
    std::vector<double> nanoseconds{};

    // The slowest tenth is what interrupts did.
    void trim()
    {
        std::sort(nanoseconds.begin(), nanoseconds.end());
        nanoseconds.resize(nanoseconds.size() * 9 / 10);
    }
    double mean() const
    {
        double sum = 0;
        for (const double value : nanoseconds)
            sum += value;
        return sum / double(nanoseconds.size());
    }
    double variance() const
    {
        const double middle = mean();
        double sum = 0;
        for (const double value : nanoseconds)
            sum += (value - middle) * (value - middle);
        return sum / double(nanoseconds.size() - 1);
    }
};

double welchT(const Samples &a, const Samples &b)
{
    const double spread
        = a.variance() / double(a.nanoseconds.size()) + b.variance() / double(b.nanoseconds.size());
    return std::abs(a.mean() - b.mean()) / std::sqrt(spread);
}

std::string fill(TokenRegistry &registry)
{
    TokenRequest request;
    request.scope.grants.push_back({Role::Publish, NamespaceName::standard(), {}});
    std::string secret;
    for (int i = 0; i < kTokens; ++i) {
        const auto issued = registry.make(request);
        registry.add(issued->token, issued->digest);
        secret = issued->secret;
    }
    return secret;
}

// Wrong from a byte on: each byte behind it is another than it should be.
std::string wrongFrom(std::string secret, std::size_t byte)
{
    for (std::size_t i = byte; i < secret.size(); ++i)
        secret[i] = secret[i] == 'A' ? 'B' : 'A';
    return secret;
}

std::vector<Samples> kindsOf(const std::string &secret)
{
    std::vector<Samples> kinds;
    for (const std::size_t right :
         {std::size_t{0}, std::size_t{9}, std::size_t{17}, std::size_t{33}, secret.size() - 1})
        kinds.push_back({std::to_string(right) + " bytes right", wrongFrom(secret, right)});
    return kinds;
}

void measure(const TokenRegistry &registry, std::vector<Samples> &kinds)
{
    std::vector<std::size_t> order;
    for (std::size_t kind = 0; kind < kinds.size(); ++kind)
        order.insert(order.end(), kSamples, kind);
    std::shuffle(order.begin(), order.end(), std::mt19937(1));
    std::size_t accepted = 0;
    for (const std::size_t kind : order) {
        const double begin = threadNanoseconds();
        for (int i = 0; i < kLookUpsPerSample; ++i)
            accepted += registry.authenticate(kinds[kind].secret) ? 1 : 0;
        kinds[kind].nanoseconds.push_back((threadNanoseconds() - begin) / kLookUpsPerSample);
    }
    if (accepted != 0)
        std::printf("a wrong secret was accepted: the figures say nothing\n");
}

bool timesAreAlike()
{
    SystemClock clock;
    SystemRandom random;
    TokenRegistry registry(clock, random);
    auto kinds = kindsOf(fill(registry));
    measure(registry, kinds);
    for (Samples &kind : kinds)
        kind.trim();
    bool alike = true;
    for (const Samples &kind : kinds) {
        const double t = welchT(kinds.front(), kind);
        std::printf("wrong token, %-14s %7.1f ns, Welch t against none right %5.2f\n",
                    kind.name.c_str(), kind.mean(), t);
        alike = alike && t < kMostWelchT;
    }
    return alike;
}

// Asked once for each topic that a connection uses, never for a message.
void printRightCost(std::size_t grants)
{
    Scope scope;
    for (std::size_t i = 0; i < grants; ++i)
        scope.grants.push_back({Role::Subscribe,
                                NamespaceName::standard(),
                                {TopicSelector::Kind::Name, "friends-" + std::to_string(i)}});
    const TopicKey last{NamespaceName::standard(),
                        *TopicName::parse("friends-" + std::to_string(grants - 1))};
    constexpr int kTimes = 200'000;
    std::size_t allowed = 0;
    const double begin = threadNanoseconds();
    for (int i = 0; i < kTimes; ++i)
        allowed += scope.allows(Right::Subscribe, last) ? 1 : 0;
    const double each = (threadNanoseconds() - begin) / kTimes;
    std::printf("right of a token with %2zu grants, the last one fits: %6.1f ns (%s)\n", grants,
                each, allowed == kTimes ? "allowed" : "WRONG");
}

} // namespace

int main()
{
    printRightCost(1);
    printRightCost(Scope::kMaxGrants);
    const bool alike = timesAreAlike();
    std::printf("times of wrong tokens: %s\n", alike ? "alike" : "NOT ALIKE");
    return alike ? 0 : 1;
}
