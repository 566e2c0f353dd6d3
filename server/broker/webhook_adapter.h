#pragma once

#include "server/api/api_context.h"
#include "server/webhooks/function_target.h"

namespace parley {

// Until the delivery engine is wired: webhooks are kept, and nothing is sent. Thread: I/O loop.
class WebhookAdapter final : public WebhookControl
{
public:
    WebhookAdapter(EventLoop &, Store &, TopicRegistry &, EventTopics &, WebhookList &,
                   FunctionTarget &, const Clock &, Random &, Log)
    {
    }
    void start() {}
    void stop() {}

    Result<void> checkUrl(const std::string &, AddressLevel) const override { return {}; }
    void makeSecrets(Webhook &) const override {}
    void put(const Webhook &) override {}
    void remove(const std::string &) override {}
    void retryNow(const std::string &, std::function<void(Result<void>)> done) override
    {
        done(notWired());
    }
    void cancel(const std::string &, std::function<void(Result<void>)> done) override
    {
        done(notWired());
    }
    void sendTest(const std::string &, const std::string &,
                  std::function<void(Result<Attempt>)> done) override
    {
        done(notWired());
    }

private:
    static Error notWired() { return {ErrorCode::NotImplemented, "deliveries are not wired yet"}; }
};

} // namespace parley
