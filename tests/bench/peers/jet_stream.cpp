#include "tests/bench/peers/jet_stream.h"

#include <cstdlib>
#include <fstream>

#include "tests/bench/peers/installed_server.h"

namespace parley::bench {
namespace {

constexpr std::string_view kAckInbox = "_INBOX.ack";
constexpr std::string_view kApiInbox = "_INBOX.api";

std::string publish(const std::string &subject, std::string_view reply, std::string_view body)
{
    return "PUB " + subject + ' ' + std::string(reply) + ' ' + std::to_string(body.size()) + "\r\n"
        + std::string(body) + "\r\n";
}

// NATS' protocol, message by message: MSG SUBJECT SID [REPLY] BYTES\r\nBODY\r\n.
//! \return the bytes used; pings are answered into \p pongs.
template <typename Take>
std::size_t takeMessages(std::string_view bytes, std::string &pongs, Take take)
{
    constexpr std::size_t kLongestLine = 4096; // the server's own limit
    std::size_t done = 0;
    for (;;) {
        const std::string_view rest = bytes.substr(done);
        const auto lineEnd = rest.find("\r\n");
        if (lineEnd == std::string_view::npos && rest.size() < kLongestLine)
            return done;
        const std::string_view line = rest.substr(0, lineEnd);
        if (line == "PING") {
            pongs += "PONG\r\n";
            done += lineEnd + 2;
            continue;
        }
        if (!line.starts_with("MSG "))
            throw Failure("nats-server says: " + std::string(line));
        const auto size = std::size_t(
            std::strtoull(std::string(line.substr(line.rfind(' ') + 1)).c_str(), nullptr, 10));
        if (rest.size() < lineEnd + 2 + size + 2)
            return done;
        const std::string_view subject = line.substr(4, line.find(' ', 4) - 4);
        take(subject, rest.substr(lineEnd + 2, size));
        done += lineEnd + 2 + size + 2;
    }
}

// What a stream or a subject holds, and the answer to the question for it.
class MessageReader final : public Reader
{
public:
    using Reader::Reader;

private:
    std::size_t parse(std::string_view bytes) override
    {
        std::string pongs;
        const std::size_t done
            = takeMessages(bytes, pongs, [this](std::string_view subject, std::string_view body) {
                  if (subject != kApiInbox)
                      deliver(body);
                  else if (body.find(R"("error":)") != std::string_view::npos)
                      throw Failure("JetStream says: " + std::string(body));
              });
        answer(pongs);
        return done;
    }
};

// {"stream":"NAME", "seq":12}
class PubAckReader final : public AckReader
{
private:
    std::size_t parse(std::string_view bytes) override
    {
        std::string pongs;
        const std::size_t done
            = takeMessages(bytes, pongs, [this](std::string_view, std::string_view body) {
                  constexpr std::string_view kKey = R"("seq":)";
                  const auto found = body.find(kKey);
                  if (found == std::string_view::npos
                      || body.find(R"("error":)") != std::string_view::npos)
                      throw Failure("JetStream says: " + std::string(body));
                  const std::string number(body.substr(found + kKey.size()));
                  acknowledge(std::strtoull(number.c_str(), nullptr, 10));
              });
        answer(pongs);
        return done;
    }
};

} // namespace

std::string JetStream::version()
{
    return installedVersion("nats-server --version");
}

JetStream::JetStream() :
    m_port(Loopback::freePort()),
    m_process({"nats-server", "-c", writeConfiguration()}, {}, m_folder.file("log"))
{
    waitUntilListening(m_process, m_port, "nats-server");
}

std::string JetStream::writeConfiguration() const
{
    const std::string file = m_folder.file("jetstream.conf");
    std::ofstream(file) << "host: 127.0.0.1\nport: " << m_port
                        << "\nmax_pending: 256MB\njetstream { store_dir: \"" << m_folder.file("js")
                        << "\", max_file_store: 20GB }\n";
    return file;
}

// Asks JetStream for something and waits for its yes.
void JetStream::ask(const std::string &question, const std::string &body) const
{
    Loopback connection = connectSubscriber(std::string(kApiInbox));
    connection.send(publish(question, kApiInbox, body));
    connection.readThrough("MSG ");
    const std::string answer = connection.readThrough("}\r\n");
    if (answer.find(R"("error":)") != std::string::npos)
        throw Failure("JetStream says: " + answer);
}

std::string JetStream::newTopic()
{
    const std::string name = "bench-" + std::to_string(++m_run);
    ask("$JS.API.STREAM.CREATE." + name,
        R"({"name":")" + name + R"(","subjects":[")" + name
            + R"("],"storage":"file","discard":"old","retention":"limits","num_replicas":1,)"
              R"("max_msgs":-1,"max_bytes":-1,"max_age":0,"max_consumers":-1})");
    return name;
}

void JetStream::dropTopic(const std::string &topic)
{
    ask("$JS.API.STREAM.DELETE." + topic, "");
}

std::vector<Step> JetStream::greeting() const
{
    return {{"CONNECT {\"verbose\":false,\"pedantic\":false}\r\nPING\r\n", "PONG\r\n"}};
}

std::vector<Step> JetStream::subscribing(const std::string &topic) const
{
    return {{"SUB " + topic + " 1\r\nPING\r\n", "PONG\r\n"}};
}

std::unique_ptr<Reader> JetStream::makeReader(const std::string & /*topic*/,
                                              std::size_t payloadBytes) const
{
    return std::make_unique<MessageReader>(payloadBytes);
}

void JetStream::appendPublishes(std::string &out, const std::string &topic, ExpectedPayload &next,
                                std::uint64_t count) const
{
    for (; count > 0; --count, next.next())
        out += publish(topic, "", next.text());
}

Loopback JetStream::connectStoringPublisher() const
{
    return connectSubscriber(std::string(kAckInbox));
}

std::unique_ptr<AckReader> JetStream::makeAckReader() const
{
    return std::make_unique<PubAckReader>();
}

void JetStream::appendStoredPublishes(std::string &out, const std::string &topic,
                                      ExpectedPayload &next, std::uint64_t count) const
{
    const std::string before = "PUB " + topic + ' ' + std::string(kAckInbox) + ' '
        + std::to_string(next.text().size()) + "\r\n";
    for (; count > 0; --count, next.next()) {
        out += before;
        out += next.text();
        out += "\r\n";
    }
}

// A consumer that pushes the whole stream to this connection.
Loopback JetStream::connectReplay(const std::string &topic) const
{
    const std::string inbox = "replay." + topic;
    Loopback connection = connectPublisher();
    connection.take(subscribing(std::string(kApiInbox)));
    connection.take({{"SUB " + inbox + " 2\r\nPING\r\n", "PONG\r\n"}});
    connection.send(publish("$JS.API.CONSUMER.CREATE." + topic, kApiInbox,
                            R"({"stream_name":")" + topic + R"(","config":{"deliver_subject":")"
                                + inbox
                                + R"(","deliver_policy":"all","ack_policy":"none",)"
                                  R"("replay_policy":"instant"}})"));
    return connection;
}

} // namespace parley::bench
