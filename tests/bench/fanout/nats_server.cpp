#include "tests/bench/fanout/nats_server.h"

#include <cstdio>
#include <fstream>

#include "tests/bench/fanout/websocket.h"

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
    std::string text;
    if (FILE *pipe = popen("nats-server --version 2>/dev/null", "r")) {
        char line[128];
        if (std::fgets(line, sizeof line, pipe))
            text = line;
        pclose(pipe);
    }
    const auto begin = text.find_first_of("0123456789");
    return begin == std::string::npos ? "" : text.substr(begin, text.find('\n') - begin);
}

NatsServer::NatsServer(const Options &options) :
    m_options(options), m_port(Loopback::freePort()),
    m_process({"nats-server", "-c", writeConfiguration()}, {}, m_folder.file("log"))
{
    constexpr int kTries = 500; // of 20 ms
    for (int i = 0; i < kTries && m_process.isRunning(); ++i) {
        if (Loopback::answers(m_port))
            return;
        pauseMs(20);
    }
    throw Failure("nats-server did not start: " + m_process.printed());
}

std::string NatsServer::writeConfiguration()
{
    const std::string file = m_folder.file("nats.conf");
    std::ofstream(file) << "host: 127.0.0.1\nport: " << Loopback::freePort()
                        << "\nmax_connections: 64K\nmax_pending: 256MB\nwrite_deadline: \"10s\"\n"
                           "websocket { host: 127.0.0.1, port: "
                        << m_port << ", no_tls: true, compression: false }\n";
    return file;
}

void NatsServer::beginRun()
{
    m_subject = "bench-" + std::to_string(++m_run);
}

Loopback NatsServer::connectPublisher()
{
    Loopback connection(m_port);
    connection.becomeWebSocket(m_port, "/", "");
    std::string commands;
    appendClientFrame(commands, kBinary,
                      "CONNECT {\"verbose\":false,\"pedantic\":false}\r\nPING\r\n");
    connection.send(commands);
    connection.readThrough("PONG\r\n");
    return connection;
}

Loopback NatsServer::connectSubscriber()
{
    Loopback connection = connectPublisher();
    std::string commands;
    appendClientFrame(commands, kBinary, "SUB " + m_subject + " 1\r\nPING\r\n");
    connection.send(commands);
    connection.readThrough("PONG\r\n");
    return connection;
}

std::unique_ptr<Reader> NatsServer::makeReader() const
{
    return std::make_unique<MsgReader>(std::size_t(m_options.payload), m_subject);
}

// One frame for the whole batch, as NATS' own clients do it: that is its best case.
void NatsServer::appendPublishes(std::string &out, ExpectedPayload &next, std::uint64_t count)
{
    const std::string before
        = "PUB " + m_subject + " " + std::to_string(m_options.payload) + "\r\n";
    std::string commands;
    for (; count > 0; --count, next.next()) {
        commands += before;
        commands += next.text();
        commands += "\r\n";
    }
    appendClientFrame(out, kBinary, commands);
}

} // namespace parley::bench
