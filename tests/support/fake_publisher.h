#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "server/topics/publisher.h"

namespace parley::test {

// Keeps what was published and answers at once, or when the test says so. Thread: one.
class FakePublisher final : public Publisher
{
public:
    void publish(PublishRequest request, std::function<void(Result<Position>)> done) override
    {
        if (request.key.topic.text().find("-notices-") != std::string::npos) {
            notices.push_back(std::move(request));
            return done(Position{1, ++sequence});
        }
        Result<Position> result = answer ? answer(request) : Position{1, ++sequence};
        if (result)
            published.push_back(request);
        attempts.push_back(std::move(request));
        if (isHolding)
            m_held.emplace_back([done = std::move(done), result] { done(result); });
        else
            done(result);
    }

    void releaseAll()
    {
        for (const auto &release : std::exchange(m_held, {}))
            release();
    }

    std::function<Result<Position>(const PublishRequest &)> answer; // unset: always accepted
    std::vector<PublishRequest> published; // accepted ones
    std::vector<PublishRequest> attempts; // all
    std::vector<PublishRequest> notices; // to members' own topics; always accepted
    std::uint64_t sequence = 0;
    bool isHolding = false;

private:
    std::vector<std::function<void()>> m_held;
};

} // namespace parley::test
