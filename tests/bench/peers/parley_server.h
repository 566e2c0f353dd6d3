#pragma once

#include "tests/bench/peers/server.h"
#include "tests/bench/support/temporary_folder.h"

namespace parley::bench {

struct ParleySettings {
    std::string broker{}; // the parleyd to measure; "" is that of this build
    std::vector<std::string> wrapper{}; // a command that runs it, such as valgrind's
    std::string durability = "memory"; // of its topics
    int ioThreads = 1;
    std::uint64_t retainedBytes = 0; // of each topic; 0: what a topic has by default
    Wire wire = Wire::Plain; // that its clients speak
};

// The real parleyd: the broker library of the desktop program in a process of its own. Publisher
// and subscribers have a token each, with one grant; messages are items in their usual envelope.
class ParleyServer final : public StoringServer
{
public:
    //! What a topic keeps when nobody says otherwise (server/protocol/README.md, section 9).
    static constexpr std::uint64_t kDefaultRetainedBytes = 16 * 1024 * 1024;

    explicit ParleyServer(ParleySettings settings);

    ChildProcess &process() override { return m_process; }
    std::string newTopic() override;
    void dropTopic(const std::string &topic) override;
    const std::string &ownerToken() const { return m_ownerToken; }
    void retain(const std::string &topic, std::uint64_t bytes); // from now on
    double messageFileMb() const; // of the file that holds the messages; its log is not in it
    std::optional<SendCount> sendCount() override;

    std::uint16_t port() const override { return m_port; }
    Wire wire() const override { return m_settings.wire; }
    std::vector<Step> greeting() const override;
    std::vector<Step> subscribing(const std::string &topic) const override;
    std::unique_ptr<Reader> makeReader(const std::string &topic,
                                       std::size_t payloadBytes) const override;
    void appendPublishes(std::string &out, const std::string &topic, ExpectedPayload &next,
                         std::uint64_t count) const override;

    std::unique_ptr<AckReader> makeAckReader() const override;
    void appendStoredPublishes(std::string &out, const std::string &topic, ExpectedPayload &next,
                               std::uint64_t count) const override;
    Loopback connectReplay(const std::string &topic) const override;

private:
    std::vector<std::string> command() const;
    void waitUntilReady();
    std::string makeToken();
    std::string http(const std::string &method, const std::string &path,
                     const std::string &body = {}) const;
    Step subscribe(const std::string &topic, const std::string &from) const;

    ParleySettings m_settings;
    TemporaryFolder m_folder;
    ChildProcess m_process;
    std::uint16_t m_port = 0; // of the clients
    std::uint16_t m_adminPort = 0; // plain
    std::string m_ownerToken;
    std::string m_token;
    int m_run = 0;
};

std::string defaultBroker(); // the parleyd of this build

} // namespace parley::bench
