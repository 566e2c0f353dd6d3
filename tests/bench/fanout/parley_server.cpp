#include "tests/bench/fanout/parley_server.h"

#include <cstdlib>

#include "tests/bench/fanout/websocket.h"

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

// An item ends with its payload, so its members in front of that need not be read:
// {"type":"item",...,"text":"PAYLOAD"}
class ItemReader final : public Reader
{
public:
    using Reader::Reader;

private:
    std::size_t parse(std::string_view bytes) override
    {
        std::size_t done = 0;
        for (;;) {
            const FrameHead head = frameHead(bytes.substr(done));
            const std::size_t size = head.headerBytes + head.bodyBytes;
            if (head.headerBytes == 0 || bytes.size() - done < size)
                return done;
            take(head.opcode, bytes.substr(done + head.headerBytes, head.bodyBytes));
            done += size;
        }
    }

    void take(unsigned opcode, std::string_view body)
    {
        constexpr std::string_view kBegin = R"({"type":"item",)";
        constexpr std::string_view kBefore = R"(,"text":")";
        constexpr std::string_view kBehind = R"("})";
        if (opcode == kPing) {
            std::string pong;
            appendClientFrame(pong, kPong, body);
            answer(pong);
        } else if (opcode == kText && body.starts_with(kBegin) && body.ends_with(kBehind)) {
            body.remove_suffix(kBehind.size());
            const std::size_t least = kBegin.size() + kBefore.size() + payloadBytes();
            if (body.size() < least
                || !body.substr(0, body.size() - payloadBytes()).ends_with(kBefore))
                throw Failure("an item of another size: " + std::string(body));
            deliver(body.substr(body.size() - payloadBytes()));
        } else if (!body.starts_with(R"({"type":"heartbeat")")) {
            throw Failure("the broker says: " + std::string(body));
        }
    }
};

} // namespace

std::string defaultBroker()
{
    return PARLEYD_PROGRAM;
}

ParleyServer::ParleyServer(const Options &options) :
    m_options(options),
    m_process({options.broker.empty() ? defaultBroker() : options.broker, "serve", "--data",
               m_folder.file("data"), "--port", "0", "--ready", m_folder.file("ready")},
              {}, m_folder.file("log"))
{
    waitUntilReady();
    m_publisherToken = makeToken("publish");
    m_subscriberToken = makeToken("subscribe");
}

void ParleyServer::waitUntilReady()
{
    constexpr int kTries = 1000; // of 20 ms
    for (int i = 0; i < kTries; ++i) {
        const std::string ready = contentOf(m_folder.file("ready"));
        if (ready.ends_with("}\n")) {
            const std::string url = member(ready, "url");
            m_port = std::uint16_t(std::atoi(url.c_str() + url.rfind(':') + 1));
            m_ownerToken = member(ready, "owner_token");
            return;
        }
        if (!m_process.isRunning())
            break;
        pauseMs(20);
    }
    throw Failure("parleyd did not start: " + m_process.printed());
}

std::string ParleyServer::makeToken(const std::string &role)
{
    return member(http("POST", "/v1/tokens",
                       R"({"label":"bench","publisherId":"bench","grants":[{"role":")" + role
                           + R"(","namespace":"default","topicPrefix":"bench-"}]})"),
                  "secret");
}

std::string ParleyServer::http(const std::string &method, const std::string &path,
                               const std::string &body)
{
    return httpRequest(m_port, method, path, m_ownerToken, body);
}

void ParleyServer::beginRun()
{
    m_topic = "bench-" + std::to_string(++m_run);
    http("PUT", "/v1/topics/default/" + m_topic,
         R"({"durability":")" + m_options.durability + R"("})");
}

void ParleyServer::endRun()
{
    http("DELETE", "/v1/topics/default/" + m_topic);
}

std::optional<SendCount> ParleyServer::sendCount()
{
    const std::string status = http("GET", "/v1/status");
    return SendCount{numberMember(status, "deliveredMessages"), numberMember(status, "sends")};
}

Loopback ParleyServer::connect(const std::string &token)
{
    Loopback connection(m_port);
    connection.becomeWebSocket(m_port, "/v1/socket",
                               "Authorization: Bearer " + token
                                   + "\r\nSec-WebSocket-Protocol: parley.v1\r\n");
    return connection;
}

Loopback ParleyServer::connectPublisher()
{
    return connect(m_publisherToken);
}

Loopback ParleyServer::connectSubscriber()
{
    Loopback connection = connect(m_subscriberToken);
    std::string command;
    appendClientFrame(command, kText, R"({"op":"subscribe","id":1,"topic":")" + m_topic + R"("})");
    connection.send(command);
    connection.readThrough(R"({"type":"subscribed")");
    connection.readThrough("}");
    return connection;
}

std::unique_ptr<Reader> ParleyServer::makeReader() const
{
    return std::make_unique<ItemReader>(std::size_t(m_options.payload));
}

// Without an id: no ack, as NATS' PUB has none. What is refused comes back as an error, and
// ends the run.
void ParleyServer::appendPublishes(std::string &out, ExpectedPayload &next, std::uint64_t count)
{
    const std::string before = R"({"op":"publish","topic":")" + m_topic + R"(","text":")";
    std::string command;
    for (; count > 0; --count, next.next()) {
        command = before;
        command += next.text();
        command += R"("})";
        appendClientFrame(out, kText, command);
    }
}

} // namespace parley::bench
