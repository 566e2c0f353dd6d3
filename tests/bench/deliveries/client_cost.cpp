#include "tests/bench/deliveries/client_cost.h"

#include <atomic>
#include <ctime>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <QCoreApplication>
#include <QEventLoop>
#include <QSslServer>
#include <QSslSocket>
#include <QTcpServer>
#include <QTcpSocket>
#include <QThread>

#include <curl/curl.h>

#include "server/webhooks/attempt_request.h"
#include "server/webhooks/host_resolver.h"
#include "server/webhooks/http_delivery_client.h"
#include "tests/bench/deliveries/sink.h"
#include "tests/bench/support/failure.h"
#include "tests/support/fake_endpoint/certificates.h"

namespace parley::bench {
namespace {

constexpr int kInFlight = 32;

double threadCpuMicroseconds()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return double(now.tv_sec) * 1e6 + double(now.tv_nsec) / 1e3;
}

void answerEach(QTcpSocket *socket)
{
    const auto read = std::make_shared<QByteArray>();
    QObject::connect(socket, &QTcpSocket::readyRead, socket, [socket, read] {
        *read += socket->readAll();
        for (;;) {
            const qsizetype end = read->indexOf("\r\n\r\n");
            const qsizetype at = read->indexOf("Content-Length: ");
            if (end < 0 || at < 0)
                return;
            const qsizetype line = read->indexOf('\r', at);
            const qsizetype size = end + 4 + read->mid(at + 16, line - at - 16).toLongLong();
            if (read->size() < size)
                return;
            read->remove(0, size);
            socket->write("HTTP/1.1 204 No Content\r\n\r\n");
        }
    });
}

// An endpoint with TLS on a thread of its own. What it costs is not measured.
class TlsSink final
{
public:
    TlsSink() :
        m_authority(
            test::makeIdentity({.commonName = "Bench", .alternativeNames = {}, .authority = true}))
    {
        m_server.moveToThread(&m_thread);
        QObject::connect(&m_thread, &QThread::started, &m_server, [this] {
            m_server.setSslConfiguration(
                test::serverConfiguration(test::makeIdentity({}, &m_authority)));
            m_server.listen(QHostAddress(QHostAddress::LocalHost));
            m_port = m_server.serverPort();
        });
        QObject::connect(&m_server, &QTcpServer::pendingConnectionAvailable, &m_server, [this] {
            while (QTcpSocket *socket = m_server.nextPendingConnection())
                answerEach(socket);
        });
        m_thread.start();
        while (m_port == 0)
            QThread::yieldCurrentThread();
    }
    ~TlsSink()
    {
        m_thread.quit();
        m_thread.wait();
    }
    std::string url() const { return "https://127.0.0.1:" + std::to_string(m_port) + "/hook"; }
    std::string authority() const { return m_authority.certificate.toStdString(); }

private:
    test::Identity m_authority;
    QSslServer m_server;
    QThread m_thread;
    std::atomic<std::uint16_t> m_port{0};
};

std::string bodyOf(int number)
{
    return R"({"cache":"default","topic":"friends-publish","event_timestamp":1732320000000,)"
           R"("publish_timestamp":1732320000007,"topic_sequence_number":)"
        + std::to_string(number) + R"(,"token_id":"ana","text":"A line of chat that is as long )"
        + R"(as people write them on most days, more or less"})";
}

// Signed as the engine signs, kInFlight at a time.
double costOf(std::shared_ptr<const Webhook> webhook, int requests)
{
    const SystemClock clock;
    SystemHostResolver resolver;
    HttpDeliveryClient client(clock, resolver, AddressPolicy());
    QEventLoop loop;
    int begun = 0;
    int answered = 0;
    int failed = 0;
    std::function<void()> next = [&] {
        if (begun == requests)
            return;
        AttemptJob job{webhook, "msg_01JDCN0000000000000" + std::to_string(1'000'000 + begun)};
        job.body = bodyOf(++begun);
        auto request = attemptRequest(job, {}, clock.utc());
        client.send(*std::move(request), [&](const HttpDeliveryResult &result) {
            failed += result.attempt.httpStatus == 204 ? 0 : 1;
            if (++answered == requests)
                loop.quit();
            else
                next();
        });
    };
    const double begin = threadCpuMicroseconds();
    for (int i = 0; i < kInFlight; ++i)
        next();
    loop.exec();
    const double cost = (threadCpuMicroseconds() - begin) / requests;
    if (failed > 0)
        throw Failure(std::to_string(failed) + " requests of the client failed");
    return cost;
}

struct CurlRequest {
    CURL *handle = nullptr;
    std::string body{};
};

// The same requests by libcurl, with fixed headers in place of signatures: what it costs at least.
double curlCost(const std::string &url, int requests)
{
    curl_slist *headers = nullptr;
    for (const char *line :
         {"Content-Type: application/json", "webhook-id: msg_01JDCN0000000000000000000A",
          "webhook-timestamp: 1732320000",
          "webhook-signature: v1,Om4ytO4HxuFBpo5nWYHVerGq5a1Eqxca5aiWnNdIDhk="})
        headers = curl_slist_append(headers, line);
    CURLM *multi = curl_multi_init();
    std::vector<CurlRequest> open(kInFlight);
    int begun = 0;
    const auto start = [&](CurlRequest &request) {
        request.body = bodyOf(++begun);
        curl_easy_setopt(request.handle, CURLOPT_POSTFIELDS, request.body.c_str());
        curl_easy_setopt(request.handle, CURLOPT_POSTFIELDSIZE, long(request.body.size()));
        curl_multi_add_handle(multi, request.handle);
    };
    const double begin = threadCpuMicroseconds();
    for (CurlRequest &request : open) {
        request.handle = curl_easy_init();
        curl_easy_setopt(request.handle, CURLOPT_URL, url.c_str());
        curl_easy_setopt(request.handle, CURLOPT_HTTPHEADER, headers);
        curl_easy_setopt(request.handle, CURLOPT_PRIVATE, &request);
        start(request);
    }
    for (int done = 0, running = 0; done < requests;) {
        curl_multi_perform(multi, &running);
        int left = 0;
        while (const CURLMsg *message = curl_multi_info_read(multi, &left)) {
            CurlRequest *request = nullptr;
            curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &request);
            if (message->data.result != CURLE_OK)
                throw Failure("a request of libcurl failed");
            curl_multi_remove_handle(multi, request->handle);
            ++done;
            if (begun < requests)
                start(*request);
        }
        if (done < requests)
            curl_multi_poll(multi, nullptr, 0, 1000, nullptr);
    }
    const double cost = (threadCpuMicroseconds() - begin) / requests;
    for (const CurlRequest &request : open)
        curl_easy_cleanup(request.handle);
    curl_multi_cleanup(multi);
    curl_slist_free_all(headers);
    return cost;
}

std::shared_ptr<Webhook> webhookTo(const std::string &url)
{
    auto webhook = std::make_shared<Webhook>(
        Webhook{.key = {NamespaceName::standard(), *TopicName::parse("friends-publish")}});
    webhook->url = url;
    webhook->level = AddressLevel::Local;
    webhook->credentials.secret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    webhook->credentials.momentoSecret = "1234567890";
    return webhook;
}

} // namespace

ClientCost measureClientCost(int requests, int runs)
{
    ClientCost cost;
    const Sink plain;
    const TlsSink tls;
    const auto plainly = webhookTo(plain.url());
    const auto secretly = webhookTo(tls.url());
    secretly->credentials.tls.authoritiesPem = tls.authority();
    for (int run = 0; run < runs; ++run) {
        cost.plain.add(costOf(plainly, requests));
        cost.curl.add(curlCost(plain.url(), requests));
        cost.tls.add(costOf(secretly, requests / 4));
    }
    return cost;
}

} // namespace parley::bench
