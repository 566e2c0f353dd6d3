#include "server/api/api.h"

#include <numeric>

namespace parley {
namespace {

// Prometheus text format 0.0.4. Names of topics follow their grammar, so labels need no escaping.
class MetricsText
{
public:
    void family(std::string_view name, std::string_view type, std::string_view help)
    {
        m_name = name;
        m_text.append("# HELP ").append(name).append(" ").append(help).append("\n# TYPE ");
        m_text.append(name).append(" ").append(type).append("\n");
    }
    void sampleOfLoop(std::size_t loop, std::uint64_t value)
    {
        m_text.append(m_name).append("{loop=\"").append(std::to_string(loop)).append("\"} ");
        m_text.append(std::to_string(value)).append("\n");
    }
    void sample(std::uint64_t value, const TopicKey *key = nullptr)
    {
        m_text.append(m_name);
        if (key)
            m_text.append("{namespace=\"")
                .append(key->nameSpace.text())
                .append("\",topic=\"")
                .append(key->topic.text())
                .append("\"}");
        m_text.append(" ").append(std::to_string(value)).append("\n");
    }
    std::string take() { return std::move(m_text); }

private:
    std::string m_text;
    std::string_view m_name;
};

using Field = std::uint64_t TopicStatistics::*;
struct TopicFamily {
    std::string_view name;
    std::string_view type;
    std::string_view help;
    Field field;
};

constexpr TopicFamily kTopicFamilies[] = {
    {"parley_topic_published_messages_total", "counter", "Messages published since the start.",
     &TopicStatistics::publishedMessages},
    {"parley_topic_published_bytes_total", "counter", "Payload bytes published since the start.",
     &TopicStatistics::publishedBytes},
    {"parley_topic_delivered_messages_total", "counter", "Messages handed to subscribers' sockets.",
     &TopicStatistics::deliveredMessages},
    {"parley_topic_kept_bytes", "gauge", "Bytes of frames kept in memory.",
     &TopicStatistics::keptBytes},
};

void appendLoops(MetricsText &text, const std::vector<LoopFigures> &loops)
{
    const LoopFigures all = std::accumulate(loops.begin(), loops.end(), LoopFigures{});
    text.family("parley_connections", "gauge", "Open TCP connections.");
    text.sample(all.connections);
    text.family("parley_loop_connections", "gauge", "Open TCP connections of each I/O loop.");
    for (std::size_t i = 0; i < loops.size(); ++i)
        text.sampleOfLoop(i, loops[i].connections);
    text.family("parley_subscriptions", "gauge", "Live subscriptions.");
    text.sample(all.subscriptions);
    text.family("parley_sends_total", "counter", "System calls that wrote to a socket.");
    text.sample(all.sent.sends);
    text.family("parley_sent_bytes_total", "counter", "Bytes written to sockets.");
    text.sample(all.sent.bytes);
}

void appendTopics(MetricsText &text, const TopicRegistry &topics)
{
    const auto logs = topics.sorted();
    for (const TopicFamily &family : kTopicFamilies) {
        text.family(family.name, family.type, family.help);
        for (const auto &log : logs)
            if (!log->key().topic.isSystem())
                text.sample(log->statistics().*family.field, &log->key());
    }
}

void metrics(const ApiContext &context, const CallPtr &call)
{
    context.loops.gather<LoopFigures>([](LoopParts &loop) { return loop.figures(); },
                                      [&context, call](const std::vector<LoopFigures> &loops) {
                                          MetricsText text;
                                          appendLoops(text, loops);
                                          appendTopics(text, context.topics);
                                          call->exchange().respond(HttpResponse::text(
                                              200, "text/plain; version=0.0.4", text.take()));
                                      });
}

} // namespace

void addMetricsRoutes(Router &router, ApiContext &context)
{
    router.add("GET", "/v1/metrics", Access::read(AdminArea::Logs),
               [&context](const CallPtr &call) { metrics(context, call); });
}

} // namespace parley
