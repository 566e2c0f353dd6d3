#pragma once

#include "tests/bench/peers/server.h"
#include "tests/bench/support/temporary_folder.h"

namespace parley::bench {

// nats-server with JetStream's file store, over TCP: a stream of its own for each topic, one
// replica. It acknowledges what it has written; that it is synced (fsync) comes later, every two
// minutes by default, and 2.9 has no setting to sync before the acknowledgement.
class JetStream final : public StoringServer
{
public:
    JetStream();

    static std::string version(); // "" when it is not installed

    ChildProcess &process() override { return m_process; }
    std::string newTopic() override;
    void dropTopic(const std::string &topic) override;

    std::uint16_t port() const override { return m_port; }
    std::vector<Step> greeting() const override;
    std::vector<Step> subscribing(const std::string &topic) const override;
    std::unique_ptr<Reader> makeReader(const std::string &topic,
                                       std::size_t payloadBytes) const override;
    void appendPublishes(std::string &out, const std::string &topic, ExpectedPayload &next,
                         std::uint64_t count) const override;

    Loopback connectStoringPublisher() const override;
    std::unique_ptr<AckReader> makeAckReader() const override;
    void appendStoredPublishes(std::string &out, const std::string &topic, ExpectedPayload &next,
                               std::uint64_t count) const override;
    Loopback connectReplay(const std::string &topic) const override;

private:
    std::string writeConfiguration() const; // its file
    void ask(const std::string &question, const std::string &body) const;

    TemporaryFolder m_folder;
    std::uint16_t m_port;
    ChildProcess m_process;
    int m_run = 0;
};

} // namespace parley::bench
