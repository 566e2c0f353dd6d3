// What tokens cost the real parleyd: CPU seconds per disposable token that an application issues in
// batches from a template, memory per token, and the time from a revocation to the last close of
// 1,000 sessions.

#include <cstdio>
#include <exception>

#include "tests/bench/peers/parley_server.h"
#include "tests/bench/peers/websocket.h"
#include "tests/bench/support/failure.h"
#include "tests/bench/support/figures.h"

namespace parley::bench {
namespace {

constexpr int kBatch = 1000; // tokens in a request
constexpr int kBatches = 100;
constexpr int kSessions = 1000;
constexpr int kRuns = 5;

std::string batchBody(const std::string &room, int first)
{
    std::string body = R"({"tokens":[)";
    for (int i = 0; i < kBatch; ++i) {
        body += i ? "," : "";
        body += R"({"variables":{"room":")" + room + R"(","user":"user-)"
            + std::to_string(first + i) + R"(","languages":["english"]}})";
    }
    return body + "]}";
}

std::vector<std::string> secretsIn(const std::string &json)
{
    constexpr std::string_view kKey = R"("secret":")";
    std::vector<std::string> secrets;
    for (std::size_t at = json.find(kKey); at != std::string::npos; at = json.find(kKey, at)) {
        at += kKey.size();
        secrets.push_back(json.substr(at, json.find('"', at) - at));
    }
    return secrets;
}

std::vector<std::string> issue(ParleyServer &broker, const std::string &room, int first)
{
    auto secrets
        = secretsIn(httpRequest(broker.port(), "POST", "/v1/templates/chat-member/tokens/batch",
                                broker.ownerToken(), batchBody(room, first)));
    if (secrets.size() != kBatch)
        throw Failure("a batch brought " + std::to_string(secrets.size()) + " tokens");
    return secrets;
}

struct IssueFigures {
    Figures cpuMicroseconds{}; // of the broker, per token
    Figures perSecond{};
    Figures bytes{}; // of memory per token
};

// A fresh broker each time, so that each run fills the same table.
void measureIssue(IssueFigures &figures)
{
    ParleyServer broker{{}};
    (void)issue(broker, "warm-up", 0);
    broker.process().waitUntilIdle(300);
    const double cpu = broker.process().cpuSeconds();
    const long memory = broker.process().memoryKb("RssAnon");
    const double begin = monotonicSeconds();
    for (int i = 0; i < kBatches; ++i)
        (void)issue(broker, "friends", i * kBatch);
    const double seconds = monotonicSeconds() - begin;
    broker.process().waitUntilIdle(300); // checkpoints count too
    constexpr double kTokens = double(kBatch) * kBatches;
    figures.cpuMicroseconds.add((broker.process().cpuSeconds() - cpu) * 1e6 / kTokens);
    figures.perSecond.add(kTokens / seconds);
    figures.bytes.add(double(broker.process().memoryKb("RssAnon") - memory) * 1024 / kTokens);
}

// The broker closes with a frame and waits for ours; that it came is what counts.
void expectClose(Loopback &session)
{
    const std::string head = session.readThrough("\x0f\xa4"); // 4004
    if (head.size() < 4)
        throw Failure("a session ended without a close frame");
}

// From the request to the answer, which waits for the sessions, and to the last close frame read.
void measureRevocation(Figures &answered, Figures &closed)
{
    ParleyServer broker{{}};
    const auto secrets = issue(broker, "friends", 0);
    std::vector<Loopback> sessions;
    for (int i = 0; i < kSessions; ++i) {
        Loopback &session = sessions.emplace_back(broker.port());
        session.take({upgradeStep(broker.port(), "/v1/socket",
                                  "Authorization: Bearer " + secrets[std::size_t(i)] + "\r\n")});
    }
    broker.process().waitUntilIdle(300);
    const double begin = monotonicSeconds();
    (void)httpRequest(broker.port(), "POST", "/v1/tokens/revoke", broker.ownerToken(),
                      R"({"room":"default/friends"})");
    answered.add((monotonicSeconds() - begin) * 1000);
    for (Loopback &session : sessions)
        expectClose(session);
    closed.add((monotonicSeconds() - begin) * 1000);
    for (Loopback &session : sessions)
        session.closeAtOnce();
}

void run()
{
    IssueFigures issued;
    Figures answered;
    Figures closed;
    for (int i = 0; i < kRuns; ++i) {
        measureIssue(issued);
        measureRevocation(answered, closed);
    }
    std::printf("issue, batches of %d: broker CPU %s us per token, that is %.0f a second on one "
                "core; %s a second with this client\n",
                kBatch, issued.cpuMicroseconds.text(1).c_str(),
                1e6 / issued.cpuMicroseconds.median(), issued.perSecond.text(0).c_str());
    std::printf("memory: %s bytes per token\n", issued.bytes.text(0).c_str());
    std::printf("revocation of %d tokens with a session each: answered after %s ms, all close "
                "frames read after %s ms\n",
                kSessions, answered.text(1).c_str(), closed.text(1).c_str());
}

} // namespace
} // namespace parley::bench

int main()
{
    try {
        parley::bench::run();
        return 0;
    } catch (const std::exception &failure) {
        std::fprintf(stderr, "%s\n", failure.what());
        return 1;
    }
}
