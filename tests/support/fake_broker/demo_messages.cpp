#include "tests/support/fake_broker/demo_messages.h"

#include <QJsonArray>

#include "tests/support/fake_broker/demo_json.h"

namespace parley::test {
namespace {

QJsonObject chatLine(const QString &id, const QString &sender, const QString &text,
                     const QString &source, const QString &sourceLanguage, const QString &status,
                     const QString &action)
{
    return {{"v", 1},
            {"id", id},
            {"rev", 1},
            {"room", "friends"},
            {"kind", "message"},
            {"sender", QJsonObject{{"id", sender}, {"name", sender}}},
            {"lang", status == "none" ? sourceLanguage : QStringLiteral("en")},
            {"text", text},
            {"source",
             QJsonObject{
                 {"lang", sourceLanguage}, {"confidence", 0.97}, {"by", "cld2"}, {"text", source}}},
            {"translation",
             QJsonObject{{"engine", status == "ok" ? "apertium" : ""},
                         {"status", status},
                         {"reason", status == "none" ? "no engine for Japanese" : ""},
                         {"unknown", 0.0},
                         {"ms", status == "ok" ? 3.4 : 0.0}}},
            {"moderation",
             QJsonObject{{"action", action},
                         {"rules", action == "mask" ? QJsonArray{"en/mild"} : QJsonArray{}}}}};
}

void publishChat(FakeBroker &broker)
{
    const client::TopicAddress english{QStringLiteral("default"),
                                       QStringLiteral("friends-subscribe-english")};
    const QJsonObject lines[]
        = {chatLine("c1", "Ana", "Good morning, how was the trip?",
                    "Buenos días, ¿qué tal el viaje?", "es", "ok", "allow"),
           chatLine("c2", "Tom",
                    "Long, but the mountains were worth it. Pictures: https://example.org/trip",
                    "Long, but the mountains were worth it. Pictures: https://example.org/trip",
                    "en", "same", "allow"),
           chatLine("c3", "Ken", "おはよう！写真を見たよ、すごいね",
                    "おはよう！写真を見たよ、すごいね", "ja", "none", "allow"),
           chatLine("c4", "Ken", "Thank you", "ありがとう", "ja", "phrasebook", "allow"),
           chatLine("c5", "Tom", "**** it, I forgot the charger", "**** it, I forgot the charger",
                    "en", "same", "mask"),
           chatLine("c6", "Ana", "I have one more, come by at seven 😀",
                    "Yo tengo otro, pásate a las siete 😀", "es", "ok", "allow")};
    for (const auto &line : lines)
        broker.publish(english, bytes(line), QStringLiteral("room:friends"));
}

void publishLive(FakeBroker &broker)
{
    const client::TopicAddress events{QStringLiteral("default"),
                                      QStringLiteral("$events/messages")};
    const char *const topicNames[] = {"friends-publish", "friends-subscribe-english", "orders",
                                      "friends-subscribe-spanish", "home/kitchen/light"};
    for (int i = 0; i < 400; ++i) {
        const auto text
            = QStringLiteral(R"({"user":"ana","text":"hola %1","price":%2,"tags":["a","b"]})")
                  .arg(i)
                  .arg(i * 3 % 17);
        const QJsonObject json{{"namespace", "default"},
                               {"topic", topicNames[i % 5]},
                               {"page", 1},
                               {"sequence", 3800 + i},
                               {"time", minutesAgo(8 - i * 0.02)},
                               {"publisherId", i % 2 ? "Ana" : "shop"},
                               {"bytes", text.size()},
                               {"kind", "text"},
                               {"text", text},
                               {"truncated", false}};
        broker.publish(events, bytes(json));
    }
}

} // namespace

void publishDemoMessages(FakeBroker &broker)
{
    publishChat(broker);
    publishLive(broker);
}

} // namespace parley::test
