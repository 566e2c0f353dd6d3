#include "tests/bench/peers/mosquitto_server.h"

#include <fstream>

#include <unistd.h>

#include "tests/bench/peers/installed_server.h"
#include "tests/bench/peers/record_reader.h"

namespace parley::bench {
namespace {

// MQTT 3.1.1, section 2.2: type and flags, and how many bytes follow.
std::string fixedHeader(unsigned typeAndFlags, std::size_t bytes)
{
    std::string header(1, static_cast<char>(typeAndFlags));
    do {
        const std::size_t digit = bytes & 0x7fu;
        bytes >>= 7;
        header += static_cast<char>(digit | (bytes > 0 ? 0x80u : 0u));
    } while (bytes > 0);
    return header;
}

std::string text(const std::string &value) // section 1.5.3
{
    return std::string{static_cast<char>(value.size() >> 8), static_cast<char>(value.size())}
    + value;
}

std::string publishHead(const std::string &topic, std::size_t payloadBytes) // section 3.3
{
    const std::string name = text(topic);
    return fixedHeader(0x30, name.size() + payloadBytes) + name;
}

using namespace std::string_literals;

} // namespace

std::string MosquittoServer::version()
{
    return installedVersion("mosquitto -h");
}

MosquittoServer::MosquittoServer(QueueLimits limits) :
    m_port(Loopback::freePort()),
    m_process({"mosquitto", "-c", writeConfiguration(limits)}, {}, m_folder.file("log"))
{
    waitUntilListening(m_process, m_port, "mosquitto");
}

std::string MosquittoServer::writeConfiguration(QueueLimits limits) const
{
    const std::string file = m_folder.file("mosquitto.conf");
    std::ofstream out(file);
    out << "allow_anonymous true\npersistence false\nset_tcp_nodelay true\nlog_type error\n"
           "log_dest stdout\n";
    if (geteuid() == 0) // it would become another user, and then outlive a bench that was killed
        out << "user root\n";
    if (limits == QueueLimits::Lifted)
        out << "max_queued_messages 0\nmax_queued_bytes 0\n";
    out << "listener " << m_port << " 127.0.0.1\n";
    return file;
}

// A clean session without a name of its own and without keep-alive.
std::vector<Step> MosquittoServer::greeting() const
{
    const std::string body = text("MQTT") + "\x04\x02\0\0"s + text("");
    return {{fixedHeader(0x10, body.size()) + body, "\x20\x02\0\0"s}};
}

std::vector<Step> MosquittoServer::subscribing(const std::string &topic) const
{
    const std::string body = "\0\x01"s + text(topic) + "\0"s;
    return {{fixedHeader(0x82, body.size()) + body, "\x90\x03\0\x01\0"s}};
}

std::unique_ptr<Reader> MosquittoServer::makeReader(const std::string &topic,
                                                    std::size_t payloadBytes) const
{
    return std::make_unique<RecordReader>(publishHead(topic, payloadBytes), payloadBytes, "");
}

void MosquittoServer::appendPublishes(std::string &out, const std::string &topic,
                                      ExpectedPayload &next, std::uint64_t count) const
{
    const std::string before = publishHead(topic, next.text().size());
    for (; count > 0; --count, next.next()) {
        out += before;
        out += next.text();
    }
}

} // namespace parley::bench
