#include "tests/bench/peers/redis_server.h"

#include <fstream>

#include "tests/bench/peers/installed_server.h"
#include "tests/bench/peers/record_reader.h"

namespace parley::bench {
namespace {

std::string bulk(std::string_view text) // a string of Redis' protocol
{
    return '$' + std::to_string(text.size()) + "\r\n" + std::string(text) + "\r\n";
}

// Messages, and on the publisher's connection how many heard each.
class PushReader final : public RecordReader
{
public:
    PushReader(const std::string &topic, std::size_t payloadBytes) :
        RecordReader("*3\r\n" + bulk("message") + bulk(topic) + '$' + std::to_string(payloadBytes)
                         + "\r\n",
                     payloadBytes, "\r\n")
    {
    }

private:
    std::size_t otherBytes(std::string_view rest) override
    {
        if (!rest.starts_with(':'))
            return RecordReader::otherBytes(rest);
        const auto end = rest.find("\r\n");
        return end == std::string_view::npos ? 0 : end + 2;
    }
};

} // namespace

std::string RedisServer::version()
{
    return installedVersion("redis-server --version");
}

RedisServer::RedisServer(QueueLimits limits) :
    m_port(Loopback::freePort()),
    m_process({"redis-server", writeConfiguration(limits)}, {}, m_folder.file("log"))
{
    waitUntilListening(m_process, m_port, "redis-server");
}

std::string RedisServer::writeConfiguration(QueueLimits limits) const
{
    const std::string file = m_folder.file("redis.conf");
    std::ofstream out(file);
    out << "bind 127.0.0.1\nport " << m_port << "\nsave \"\"\nappendonly no\nmaxclients 15000\ndir "
        << m_folder.file("") << "\n";
    if (limits == QueueLimits::Lifted)
        out << "client-output-buffer-limit pubsub 0 0 0\n";
    return file;
}

std::vector<Step> RedisServer::greeting() const
{
    return {{"*1\r\n" + bulk("PING"), "+PONG\r\n"}};
}

std::vector<Step> RedisServer::subscribing(const std::string &topic) const
{
    return {{"*2\r\n" + bulk("SUBSCRIBE") + bulk(topic), ":1\r\n", "*3\r\n$9\r\nsubscribe\r\n"}};
}

std::unique_ptr<Reader> RedisServer::makeReader(const std::string &topic,
                                                std::size_t payloadBytes) const
{
    return std::make_unique<PushReader>(topic, payloadBytes);
}

void RedisServer::appendPublishes(std::string &out, const std::string &topic, ExpectedPayload &next,
                                  std::uint64_t count) const
{
    const std::string before = "*3\r\n" + bulk("PUBLISH") + bulk(topic) + '$'
        + std::to_string(next.text().size()) + "\r\n";
    for (; count > 0; --count, next.next()) {
        out += before;
        out += next.text();
        out += "\r\n";
    }
}

} // namespace parley::bench
