#pragma once

#include <chrono>
#include <optional>

#include <QTest>

#include "server/webhooks/http_delivery_client.h"
#include "tests/support/fake_endpoint/certificates.h"
#include "tests/support/fake_endpoint/fake_endpoint.h"
#include "tests/support/fake_endpoint/fake_resolver.h"

namespace parley::test {

using namespace std::chrono_literals;

// Short enough for a test, long enough for a machine under load.
inline constexpr HttpDeliveryLimits kShortLimits{400ms, 400ms, 400ms, 20ms};

// A client with a name server of its own, and one blocking call for tests.
struct HttpClientFixture {
    explicit HttpClientFixture(HttpDeliveryLimits limits = kShortLimits,
                               AddressPolicy policy = {}) :
        client(clock, resolver, std::move(policy), limits)
    {
    }

    static HttpDeliveryRequest request(const std::string &url, std::string body = "{}")
    {
        HttpDeliveryRequest out;
        out.url = *EndpointUrl::parse(url);
        out.level = AddressLevel::Local;
        out.headers = {{"User-Agent", "Parley/test"}, {"webhook-id", "msg_1"}};
        out.body = std::move(body);
        out.deadline = 10s;
        return out;
    }

    std::optional<HttpDeliveryResult> send(HttpDeliveryRequest what)
    {
        std::optional<HttpDeliveryResult> result;
        client.send(std::move(what), [&result](HttpDeliveryResult r) { result = std::move(r); });
        [&] { QTRY_VERIFY_WITH_TIMEOUT(result, 20'000); }();
        return result;
    }

    SystemClock clock;
    FakeResolver resolver;
    HttpDeliveryClient client;
};

inline QByteArray name(Outcome outcome)
{
    return QByteArray::fromStdString(std::string(wireName(outcome)));
}

} // namespace parley::test
