#include <algorithm>
#include <atomic>
#include <future>
#include <mutex>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "server/functions/built_in_functions.h"
#include "server/functions/function_host.h"

using namespace parley;
using namespace parley::functions;
using namespace Qt::StringLiterals;

namespace {

// Accepts everything; called on the functions thread, read on ours.
class LockedPublisher final : public Publisher
{
public:
    void publish(PublishRequest request, std::function<void(Result<Position>)> done) override
    {
        {
            const std::lock_guard lock(m_mutex);
            m_published.push_back(std::move(request));
        }
        done(Position{1, 1});
    }

    ChatEnvelope envelopeOn(const std::string &topic) const
    {
        const std::lock_guard lock(m_mutex);
        for (const PublishRequest &request : m_published) {
            if (request.key.topic.text() == topic)
                return *ChatEnvelope::parse(QByteArray::fromStdString(request.payload.bytes));
        }
        return {};
    }

private:
    mutable std::mutex m_mutex;
    std::vector<PublishRequest> m_published;
};

Room friends()
{
    Room room;
    room.name = "friends";
    room.languages = {"en", "es", "ja"};
    room.functionTokenId = "tok_f";
    return room;
}

std::string bodyOf(const QString &text, int sequence = 1)
{
    const QJsonObject body{{u"cache"_s, u"default"_s},
                           {u"topic"_s, u"friends-publish"_s},
                           {u"event_timestamp"_s, 1},
                           {u"publish_timestamp"_s, 1},
                           {u"topic_sequence_number"_s, sequence},
                           {u"token_id"_s, u"luis"_s},
                           {u"text"_s, text}};
    return QJsonDocument(body).toJson().toStdString();
}

FunctionCall callOf(const QString &text, int sequence = 1)
{
    return {"room", "msg_1", 1, bodyOf(text, sequence), 0, "default", "friends-publish", "luis"};
}

// A whole functions room, as the broker builds it.
struct House {
    explicit House(ApertiumOptions apertium = {}) :
        functions({std::move(apertium), {}},
                  {publisher, clock, log, [this](const QByteArray &) { ++verdicts; }}),
        host(functions.entries())
    {
        functions.setRooms({friends()});
    }

    FunctionReply call(const QString &text, int sequence = 1)
    {
        std::promise<FunctionReply> promise;
        host.call(callOf(text, sequence),
                  [&](FunctionReply reply) { promise.set_value(std::move(reply)); });
        return promise.get_future().get();
    }

    LockedPublisher publisher;
    SystemClock clock;
    SilentLog log;
    std::atomic<int> verdicts = 0;
    BuiltInFunctions functions;
    FunctionHost host; // last: it goes first
};

} // namespace

class TestBuiltInFunctions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void worksWithoutApertium();
    void brokenTextsFailClosed();
    void stopsWithWorkOpen();
    void translatesForReal();
    void statusNamesThePairs();
};

void TestBuiltInFunctions::worksWithoutApertium()
{
    House house({u"/nonexistent"_s, {}, {}});
    QCOMPARE(house.call(u"the meeting is over now"_s).status, 200);
    const ChatEnvelope spanish = house.publisher.envelopeOn("friends-subscribe-spanish");
    QCOMPARE(spanish.text, u"the meeting is over now"_s);
    QCOMPARE(spanish.translation.status, u"none"_s);
    QCOMPARE(spanish.translation.reason, u"no engine for Spanish: Apertium is not installed"_s);
    house.call(u"Good morning!"_s, 2);
    QTRY_COMPARE(house.functions.engineStatus().size(), std::size_t(2));
    QCOMPARE(house.functions.engineStatus()[1].problem, std::string("Apertium is not installed"));
}

void TestBuiltInFunctions::brokenTextsFailClosed()
{
    LockedPublisher publisher;
    SystemClock clock;
    SilentLog log;
    BuiltInFunctions functions({{u"/nonexistent"_s, {}, {}}, u"/nonexistent"_s},
                               {publisher, clock, log, {}});
    functions.setRooms({friends()});
    FunctionHost host(functions.entries());
    std::promise<FunctionReply> promise;
    host.call(callOf(u"hello"_s),
              [&](FunctionReply reply) { promise.set_value(std::move(reply)); });
    const FunctionReply reply = promise.get_future().get();
    QCOMPARE(reply.status, 200);
    const QJsonObject verdict
        = QJsonDocument::fromJson(QByteArray::fromStdString(reply.body)).object();
    QCOMPARE(verdict.value(u"action").toString(), u"block"_s);
    QCOMPARE(publisher.envelopeOn("friends-subscribe-english").text, QString());
}

void TestBuiltInFunctions::stopsWithWorkOpen()
{
    std::atomic<int> answered = 0;
    House house;
    for (int i = 0; i < 20; ++i) {
        house.host.call(callOf(u"the house is red "_s + QString::number(i), i + 1),
                        [&](const FunctionReply &) { ++answered; });
    }
    house.host.stop();
    QCOMPARE(answered.load(), 20);
}

void TestBuiltInFunctions::translatesForReal()
{
    House house;
    QCOMPARE(house.call(u"My friend's house is damn big."_s).status, 200);
    const ChatEnvelope english = house.publisher.envelopeOn("friends-subscribe-english");
    const ChatEnvelope spanish = house.publisher.envelopeOn("friends-subscribe-spanish");
    const ChatEnvelope japanese = house.publisher.envelopeOn("friends-subscribe-japanese");
    QCOMPARE(english.text, u"My friend's house is **** big."_s);
    QCOMPARE(english.translation.status, u"same"_s);
    QCOMPARE(english.source.by, u"cld2"_s);
    QCOMPARE(spanish.translation.status, u"ok"_s);
    QCOMPARE(spanish.translation.engine, u"apertium"_s);
    QCOMPARE(spanish.translation.pair, u"eng-spa"_s);
    QVERIFY2(spanish.text.contains(u"amigo") && spanish.text.contains(u"****"),
             qPrintable(spanish.text));
    QCOMPARE(spanish.source.text, english.text);
    QCOMPARE(japanese.translation.reason, u"no engine for Japanese"_s);
    QCOMPARE(house.verdicts.load(), 1);
}

void TestBuiltInFunctions::statusNamesThePairs()
{
    const House house;
    QTRY_COMPARE(house.functions.engineStatus().size(), std::size_t(2));
    const auto status = house.functions.engineStatus();
    QCOMPARE(status[0].name, std::string("phrasebook"));
    QCOMPARE(status[1].name, std::string("apertium"));
    const auto has = [&](const char *source, const char *target, const char *via) {
        return std::any_of(status[1].pairs.begin(), status[1].pairs.end(), [&](const auto &pair) {
            return pair.source == source && pair.target == target && pair.via == via;
        });
    };
    QVERIFY(has("en", "es", ""));
    QVERIFY(has("en", "pt", "es"));
    QVERIFY(!has("en", "ja", ""));
}

QTEST_GUILESS_MAIN(TestBuiltInFunctions)
#include "tst_built_in_functions.moc"
