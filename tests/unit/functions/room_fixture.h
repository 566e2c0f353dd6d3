#pragma once

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "server/functions/room_function.h"
#include "tests/support/fake_publisher.h"
#include "tests/support/fake_translation.h"

namespace parley::test {

// The room `friends` in English, Spanish and Japanese, with fakes at its edges.
struct RoomFixture {
    RoomFixture() : function(makeParts()) { rooms.setRooms({room()}); }

    static Room room()
    {
        Room room;
        room.name = "friends";
        room.languages = {"en", "es", "ja"};
        room.functionTokenId = "tok_function";
        return room;
    }

    functions::RoomFunction::Parts makeParts()
    {
        return {rooms,
                moderator,
                translator,
                publisher,
                clock,
                [this](const QByteArray &json) { verdicts.append(json); },
                [this](HeldMessage message, auto done) {
                    held.emplace_back(std::move(message), done);
                    if (keepsHeld)
                        done({});
                }};
    }

    static QByteArray body(const QByteArray &text, int sequence = 1,
                           const QString &tokenId = QStringLiteral("luis"))
    {
        return QJsonDocument(
                   QJsonObject{{QStringLiteral("cache"), QStringLiteral("default")},
                               {QStringLiteral("topic"), QStringLiteral("friends-publish")},
                               {QStringLiteral("event_timestamp"), qint64(1'795'000'000'000)},
                               {QStringLiteral("publish_timestamp"), qint64(1'795'000'000'001)},
                               {QStringLiteral("topic_sequence_number"), sequence},
                               {QStringLiteral("token_id"), tokenId},
                               {QStringLiteral("text"), QString::fromUtf8(text)}})
            .toJson();
    }

    static QByteArray envelope(const QByteArray &id, const QByteArray &text,
                               const QByteArray &more = {})
    {
        return R"({"v":1,"id":")" + id + R"(","kind":"message","lang":"en","text":")" + text + '"'
            + more + '}';
    }

    //! As the broker calls it: with what it knows of the message itself.
    static FunctionCall callOf(const QByteArray &bytes)
    {
        const auto json = QJsonDocument::fromJson(bytes).object();
        const auto text = [&](const char *name) {
            return json.value(QLatin1String(name)).toString().toStdString();
        };
        return {"room",        "msg_1",         1, bytes.toStdString(), 0, text("cache"),
                text("topic"), text("token_id")};
    }

    void call(const QByteArray &bytes)
    {
        function.invoke(callOf(bytes),
                        [this](FunctionReply reply) { replies.append(std::move(reply)); });
    }

    void callAndWait(const QByteArray &bytes)
    {
        const qsizetype before = replies.size();
        call(bytes);
        QTRY_COMPARE(replies.size(), before + 1);
    }

    QJsonObject verdict(qsizetype index = -1) const
    {
        const FunctionReply &reply = index < 0 ? replies.last() : replies.at(index);
        return QJsonDocument::fromJson(QByteArray::fromStdString(reply.body)).object();
    }

    ChatEnvelope publishedEnvelope(std::size_t index) const
    {
        const std::string &bytes = publisher.published.at(index).payload.bytes;
        return *ChatEnvelope::parse(QByteArray::fromStdString(bytes));
    }

    QStringList texts(const std::string &topic) const
    {
        QStringList found;
        for (std::size_t i = 0; i < publisher.published.size(); ++i) {
            if (publisher.published[i].key.topic.text() == topic)
                found.append(publishedEnvelope(i).text);
        }
        return found;
    }

    functions::RoomDirectory rooms;
    FakeModerator moderator;
    FakeTranslator translator;
    FakePublisher publisher;
    SystemClock clock;
    QList<QByteArray> verdicts;
    QList<FunctionReply> replies;
    bool keepsHeld = true; // at once; else when the test says so
    std::vector<std::pair<HeldMessage, std::function<void(Result<void>)>>> held;
    functions::RoomFunction function; // last: it goes before what it borrows
};

} // namespace parley::test
