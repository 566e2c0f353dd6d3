#include "tests/bench/peers/parley_server.h"

#include <cstdlib>
#include <filesystem>

#include "tests/bench/peers/websocket.h"

namespace parley::bench {
namespace {

// The value of a member whose name occurs once, in JSON that our own broker wrote.
std::string member(const std::string &json, const std::string &name)
{
    const std::string key = '"' + name + "\":";
    const auto found = json.find(key);
    if (found == std::string::npos)
        throw Failure("the broker's answer lacks \"" + name + "\"");
    const auto begin = found + key.size();
    if (json[begin] == '"')
        return json.substr(begin + 1, json.find('"', begin + 1) - begin - 1);
    return json.substr(begin, json.find_first_of(",}", begin) - begin);
}

std::uint64_t numberMember(const std::string &json, const std::string &name)
{
    return std::strtoull(member(json, name).c_str(), nullptr, 10);
}

std::uint16_t portOf(const std::string &url) // or of the only one in a list
{
    return std::uint16_t(std::atoi(url.c_str() + url.rfind(':') + 1));
}

// Text frames one by one; pings are answered.
template <typename Take>
std::size_t takeFrames(std::string_view bytes, std::string &pongs, Take take)
{
    std::size_t done = 0;
    for (;;) {
        const FrameHead head = frameHead(bytes.substr(done));
        const std::size_t size = head.headerBytes + head.bodyBytes;
        if (head.headerBytes == 0 || bytes.size() - done < size)
            return done;
        const std::string_view body = bytes.substr(done + head.headerBytes, head.bodyBytes);
        done += size;
        if (head.opcode == kPing)
            appendClientFrame(pongs, kPong, body);
        else if (head.opcode != kText)
            throw Failure("the broker closed a connection: " + std::string(body));
        else if (!body.starts_with(R"({"type":"heartbeat")"))
            take(body);
    }
}

// An item ends with its payload, so its members in front of that need not be read:
// {"type":"item",...,"text":"PAYLOAD"}
class ItemReader final : public Reader
{
public:
    using Reader::Reader;

private:
    std::size_t parse(std::string_view bytes) override
    {
        std::string pongs;
        const std::size_t done
            = takeFrames(bytes, pongs, [this](std::string_view body) { take(body); });
        answer(pongs);
        return done;
    }

    void take(std::string_view body)
    {
        constexpr std::string_view kBegin = R"({"type":"item",)";
        constexpr std::string_view kBefore = R"(,"text":")";
        constexpr std::string_view kBehind = R"("})";
        const std::size_t least = kBegin.size() + kBefore.size() + payloadBytes() + kBehind.size();
        if (body.size() < least || !body.starts_with(kBegin) || !body.ends_with(kBehind))
            throw Failure("the broker says: " + std::string(body));
        body.remove_suffix(kBehind.size());
        if (!body.substr(0, body.size() - payloadBytes()).ends_with(kBefore))
            throw Failure("an item of another size: " + std::string(body));
        deliver(body.substr(body.size() - payloadBytes()));
    }
};

// Operations count their ids from 1, as the topic counts its sequence.
class StoredReader final : public AckReader
{
private:
    std::size_t parse(std::string_view bytes) override
    {
        std::string pongs;
        const std::size_t done = takeFrames(bytes, pongs, [this](std::string_view body) {
            const std::string id = R"({"type":"ack","id":)" + std::to_string(received() + 1) + ',';
            if (!body.starts_with(id) || !body.ends_with(R"("ack":"stored"})"))
                throw Failure("the broker says: " + std::string(body));
            acknowledge(numberMember(std::string(body), "sequence"));
        });
        answer(pongs);
        return done;
    }
};

// Publishes as the client sends them; \p id adds what has each acknowledged.
void appendOperations(std::string &out, const std::string &topic, ExpectedPayload &next,
                      std::uint64_t count, bool withIds)
{
    const std::string begin = R"({"op":"publish",)";
    const std::string before = R"("topic":")" + topic + R"(","text":")";
    std::string command;
    for (; count > 0; --count, next.next()) {
        command = begin;
        if (withIds)
            command += R"("id":)" + std::to_string(next.number()) + ',';
        command += before;
        command += next.text();
        command += R"("})";
        appendClientFrame(out, kText, command);
    }
}

} // namespace

std::string defaultBroker()
{
    return PARLEYD_PROGRAM;
}

ParleyServer::ParleyServer(ParleySettings settings) :
    m_settings(std::move(settings)), m_process(command(), {}, m_folder.file("log"))
{
    waitUntilReady();
    m_token = makeToken();
}

std::vector<std::string> ParleyServer::command() const
{
    std::vector<std::string> words = m_settings.wrapper;
    words.push_back(m_settings.broker.empty() ? defaultBroker() : m_settings.broker);
    words.insert(words.end(),
                 {"serve", "--data", m_folder.file("data"), "--port", "0", "--ready",
                  m_folder.file("ready")});
    if (m_settings.wire == Wire::Tls)
        words.insert(words.end(), {"--listen", "127.0.0.1:0"});
    if (m_settings.ioThreads > 1) // an older parleyd knows no such option
        words.insert(words.end(), {"--io-threads", std::to_string(m_settings.ioThreads)});
    return words;
}

void ParleyServer::waitUntilReady()
{
    constexpr int kTries = 1000; // of 20 ms
    for (int i = 0; i < kTries; ++i) {
        const std::string ready = contentOf(m_folder.file("ready"));
        if (ready.ends_with("}\n")) {
            m_adminPort = portOf(member(ready, "url"));
            m_port = m_settings.wire == Wire::Tls ? portOf(member(ready, "tls_urls")) : m_adminPort;
            m_ownerToken = member(ready, "owner_token");
            return;
        }
        if (!m_process.isRunning())
            break;
        pauseMs(20);
    }
    throw Failure("parleyd did not start: " + m_process.printed());
}

std::string ParleyServer::makeToken()
{
    return member(http("POST", "/v1/tokens",
                       R"({"label":"bench","publisherId":"bench","grants":[{"role":"both",)"
                       R"("namespace":"default","topicPrefix":"bench-"}]})"),
                  "secret");
}

std::string ParleyServer::http(const std::string &method, const std::string &path,
                               const std::string &body) const
{
    return httpRequest(m_adminPort, method, path, m_ownerToken, body);
}

std::string ParleyServer::newTopic()
{
    const std::string topic = "bench-" + std::to_string(++m_run);
    std::string body = R"({"durability":")" + m_settings.durability + '"';
    if (m_settings.retainedBytes > 0)
        body += R"(,"retainedBytes":)" + std::to_string(m_settings.retainedBytes);
    http("PUT", "/v1/topics/default/" + topic, body + '}');
    return topic;
}

void ParleyServer::dropTopic(const std::string &topic)
{
    http("DELETE", "/v1/topics/default/" + topic);
}

void ParleyServer::retain(const std::string &topic, std::uint64_t bytes)
{
    http("PUT", "/v1/topics/default/" + topic,
         R"({"durability":")" + m_settings.durability + R"(","retainedBytes":)"
             + std::to_string(bytes) + '}');
}

double ParleyServer::messageFileMb() const
{
    return double(std::filesystem::file_size(m_folder.file("data") + "/messages.db")) / 1024 / 1024;
}

std::optional<SendCount> ParleyServer::sendCount()
{
    const std::string status = http("GET", "/v1/status");
    return SendCount{numberMember(status, "deliveredMessages"), numberMember(status, "sends")};
}

std::vector<Step> ParleyServer::greeting() const
{
    return {upgradeStep(m_port, "/v1/socket",
                        "Authorization: Bearer " + m_token
                            + "\r\nSec-WebSocket-Protocol: parley.v1\r\n")};
}

Step ParleyServer::subscribe(const std::string &topic, const std::string &from) const
{
    std::string command;
    appendClientFrame(command, kText,
                      R"({"op":"subscribe","id":1,"topic":")" + topic + R"(","from":")" + from
                          + R"("})");
    return {command, "}"}; // a refusal ends so too, and then what follows says so
}

std::vector<Step> ParleyServer::subscribing(const std::string &topic) const
{
    return {subscribe(topic, "latest")};
}

std::unique_ptr<Reader> ParleyServer::makeReader(const std::string & /*topic*/,
                                                 std::size_t payloadBytes) const
{
    return std::make_unique<ItemReader>(payloadBytes);
}

// Without an id: no ack, as NATS' PUB has none. What is refused comes back as an error, and
// ends the run.
void ParleyServer::appendPublishes(std::string &out, const std::string &topic,
                                   ExpectedPayload &next, std::uint64_t count) const
{
    appendOperations(out, topic, next, count, false);
}

std::unique_ptr<AckReader> ParleyServer::makeAckReader() const
{
    return std::make_unique<StoredReader>();
}

void ParleyServer::appendStoredPublishes(std::string &out, const std::string &topic,
                                         ExpectedPayload &next, std::uint64_t count) const
{
    appendOperations(out, topic, next, count, true);
}

Loopback ParleyServer::connectReplay(const std::string &topic) const
{
    Loopback connection = connectPublisher();
    connection.take({subscribe(topic, "earliest")});
    return connection;
}

} // namespace parley::bench
