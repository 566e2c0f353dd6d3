#include "tests/bench/loads/durable_publish.h"

#include <algorithm>

#include "tests/bench/loads/links.h"

namespace parley::bench {
namespace {

void waitFor(Links &links, const Link &link, std::uint64_t count)
{
    while (link.received() < count)
        if (!links.wait(kPatienceNs, [](const Link &, std::uint64_t) {}))
            throw Failure("lost: " + std::to_string(count - link.received()) + " never came");
}

} // namespace

void publishStored(StoringServer &server, const DurablePublishShape &shape,
                   const std::string &topic)
{
    Links links;
    Link &publisher = links.add(server.connectStoringPublisher(), server.makeAckReader());
    ExpectedPayload next(std::size_t(shape.payload));
    const auto window = std::uint64_t(shape.window);
    std::string batch;
    for (std::uint64_t sent = 0; sent < shape.messages;) {
        const std::uint64_t room = window - (sent - publisher.received());
        const std::uint64_t count = std::min(room, shape.messages - sent);
        batch.clear();
        server.appendStoredPublishes(batch, topic, next, count);
        sent += count;
        links.send(publisher, batch);
        // Half of the window is free again, or everything is there.
        waitFor(links, publisher, sent == shape.messages ? sent : sent - window / 2);
    }
    links.expectNothingMore();
}

namespace {

void readAll(StoringServer &server, const DurablePublishShape &shape, const std::string &topic)
{
    Links links;
    Link &reader = links.add(server.connectReplay(topic),
                             server.makeReader(topic, std::size_t(shape.payload)));
    waitFor(links, reader, shape.messages);
    links.expectNothingMore();
}

} // namespace

StoringCost measureDurablePublish(StoringServer &server, const DurablePublishShape &shape)
{
    const std::string topic = server.newTopic();
    server.process().waitUntilIdle(kStillMs);
    const double cpuBefore = server.process().cpuSeconds();
    const double begun = monotonicSeconds();
    publishStored(server, shape, topic);
    const double elapsed = monotonicSeconds() - begun;
    server.process().waitUntilIdle(kStillMs);
    const double cpu = server.process().cpuSeconds() - cpuBefore;
    readAll(server, shape, topic);
    server.dropTopic(topic);
    const auto messages = double(shape.messages);
    return {messages / elapsed, cpu / messages * 1e6};
}

} // namespace parley::bench
