#include "tests/bench/peers/nats_server.h"

#include <fstream>

#include "server/base/clock.h"
#include "server/tls/certificate_maker.h"
#include "tests/bench/peers/installed_server.h"
#include "tests/bench/peers/websocket.h"

namespace parley::bench {
namespace {

// NATS' own protocol, a stream cut into WebSocket frames without regard to its messages:
// MSG SUBJECT 1 BYTES\r\nPAYLOAD\r\n
class MsgReader final : public Reader
{
public:
    MsgReader(std::size_t payloadBytes, const std::string &subject) :
        Reader(payloadBytes),
        m_head("MSG " + subject + " 1 " + std::to_string(payloadBytes) + "\r\n")
    {
    }

private:
    std::size_t parse(std::string_view bytes) override
    {
        std::size_t done = 0;
        while (done < bytes.size()) {
            if (m_leftOfFrame == 0) {
                const FrameHead head = frameHead(bytes.substr(done));
                if (head.headerBytes == 0)
                    break;
                if (head.opcode == kClose)
                    throw Failure("nats-server closed a connection");
                done += head.headerBytes;
                m_leftOfFrame = head.bodyBytes;
            }
            const std::string_view body = bytes.substr(done, m_leftOfFrame);
            m_leftOfFrame -= body.size();
            done += body.size();
            stream(body);
        }
        return done;
    }

    void stream(std::string_view bytes)
    {
        if (m_part.empty()) {
            m_part = bytes.substr(records(bytes));
        } else {
            m_part += bytes;
            m_part.erase(0, records(m_part));
        }
    }

    std::size_t records(std::string_view bytes)
    {
        constexpr std::string_view kPingLine = "PING\r\n";
        const std::size_t size = m_head.size() + payloadBytes() + 2;
        std::size_t done = 0;
        for (;;) {
            const std::string_view rest = bytes.substr(done);
            if (rest.size() >= size && rest.starts_with(m_head)) {
                deliver(rest.substr(m_head.size(), payloadBytes()));
                done += size;
            } else if (rest.starts_with(kPingLine)) {
                std::string pong;
                appendClientFrame(pong, kBinary, "PONG\r\n");
                answer(pong);
                done += kPingLine.size();
            } else if (m_head.starts_with(rest) || rest.starts_with(m_head)
                       || kPingLine.starts_with(rest)) {
                return done; // a part of one
            } else {
                throw Failure("nats-server says: " + std::string(rest.substr(0, 200)));
            }
        }
    }

    std::string m_head;
    std::size_t m_leftOfFrame = 0;
    std::string m_part; // of a record
};

} // namespace

std::string NatsServer::version()
{
    return installedVersion("nats-server --version");
}

NatsServer::NatsServer(QueueLimits limits, Wire wire) :
    m_wire(wire), m_port(Loopback::freePort()),
    m_process({"nats-server", "-c", writeConfiguration(limits)}, {}, m_folder.file("log"))
{
    waitUntilListening(m_process, m_port, "nats-server");
}

std::string NatsServer::writeConfiguration(QueueLimits limits) const
{
    const std::string file = m_folder.file("nats.conf");
    std::ofstream out(file);
    out << "host: 127.0.0.1\nport: " << Loopback::freePort() << "\nmax_connections: 64K\n";
    if (limits == QueueLimits::Lifted)
        out << "max_pending: 256MB\nwrite_deadline: \"10s\"\n";
    out << "websocket { host: 127.0.0.1, port: " << m_port << ", " << tlsBlock()
        << ", compression: false }\n";
    return file;
}

std::string NatsServer::tlsBlock() const
{
    if (m_wire == Wire::Plain)
        return "no_tls: true";
    const auto now = SystemClock().utc();
    const auto key = makeKey();
    const auto certificate = key
        ? makeAuthorityCertificate(key->get(), "bench",
                                   {now - std::chrono::hours(1), now + std::chrono::hours(24)})
        : Result<CertificateHandle>(key.error());
    if (!certificate)
        throw Failure("no certificate for nats-server: " + certificate.error().message);
    std::ofstream(m_folder.file("certificate.pem")) << pemOf(certificate->get());
    std::ofstream(m_folder.file("key.pem")) << pemOf(key->get());
    return "tls { cert_file: \"" + m_folder.file("certificate.pem") + "\", key_file: \""
        + m_folder.file("key.pem") + "\" }";
}

std::vector<Step> NatsServer::greeting() const
{
    std::string commands;
    appendClientFrame(commands, kBinary,
                      "CONNECT {\"verbose\":false,\"pedantic\":false}\r\nPING\r\n");
    return {upgradeStep(m_port, "/", ""), {commands, "PONG\r\n"}};
}

std::vector<Step> NatsServer::subscribing(const std::string &topic) const
{
    std::string commands;
    appendClientFrame(commands, kBinary, "SUB " + topic + " 1\r\nPING\r\n");
    return {{commands, "PONG\r\n"}};
}

std::unique_ptr<Reader> NatsServer::makeReader(const std::string &topic,
                                               std::size_t payloadBytes) const
{
    return std::make_unique<MsgReader>(payloadBytes, topic);
}

// One frame for the whole batch, as NATS' own clients do it: that is its best case.
void NatsServer::appendPublishes(std::string &out, const std::string &topic, ExpectedPayload &next,
                                 std::uint64_t count) const
{
    const std::string before = "PUB " + topic + " " + std::to_string(next.text().size()) + "\r\n";
    std::string commands;
    for (; count > 0; --count, next.next()) {
        commands += before;
        commands += next.text();
        commands += "\r\n";
    }
    appendClientFrame(out, kBinary, commands);
}

} // namespace parley::bench
