#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include "server/base/result.h"

namespace parley {

struct ChatSpan {
    qsizetype begin = 0; // UTF-16 code units, as JavaScript and QString count
    qsizetype end = 0; // one past the last
};

struct ChatSender {
    QString id{}; // publisher id that the broker stamped
    QString name{}; // for display only; anybody may call himself anything
};

struct ChatSource {
    QString lang{};
    double confidence = 0; // 0 to 1
    QString by{}; // declared, script, cld2 or prior
    QString text{}; // the original, masked
};

struct ChatTranslation {
    QString engine{}; // "apertium"; empty when none was asked
    QString pair{}; // "eng-spa"
    QStringList via{}; // languages in between
    QString status{}; // same, ok, phrasebook, cached, none or failed
    QString reason{}; // for people, when status is none or failed
    QString quality{}; // good or draft
    double unknown = 0; // share of words that the engine did not know, 0 to 1
    qint64 ms = 0;
};

struct ChatModeration {
    QString action = QStringLiteral("allow"); // allow or mask: what was held or blocked is not sent
    QStringList rules{};
    QList<ChatSpan> spans{}; // what is masked, in this envelope's text
};

struct ChatTimes { // milliseconds since 1970, UTC; 0: unknown
    qint64 client = 0;
    qint64 published = 0;
    qint64 moderated = 0;
    qint64 translated = 0;
};

struct ChatHop {
    QString at{}; // a topic, or "fn:" and a function
    qint64 sequence = 0; // 0 for a function
};

// What rooms carry as text: the fields that a person's client sends, and those that the room
// function adds. Needs Qt Core only, so that clients use the same code. Thread: any.
// Source: server/protocol/README.md, chat envelope.
struct ChatEnvelope {
    static constexpr qsizetype kMaxIdLength = 64; // a ULID has 26, a UUID 36
    static constexpr qsizetype kMaxNameLength = 64; // UTF-16 code units
    static constexpr int kDefaultMaxHops = 4;
    static constexpr int kMaxHops = 16; // a longer chain of functions is a loop

    QString id{};
    int revision = 1;
    QString room{}; // filled by the function, like every field that names it below
    QString kind = QStringLiteral("message");
    QString ref{}; // id of the message that an edit, delete or reply is about
    ChatSender sender{}; // function (the name may come from the client)
    QString lang{}; // language of text; from a client it is a claim and may be empty
    QString text{};
    ChatSource source{}; // function
    ChatTranslation translation{}; // function
    ChatModeration moderation{}; // function
    ChatTimes ts{}; // function, but for client
    qint64 sequence = 0; // function: position of the original in the publish topic
    QList<ChatHop> hops{};
    int maxHops = kDefaultMaxHops;

    //! True when the text is meant as an envelope: a JSON object with a "v". Everything else that
    //! people publish is plain text, JSON included.
    static bool isEnvelope(const QByteArray &text);
    static bool isId(const QString &text); // 1 to 64 letters, digits, '-' or '_'

    //! Checks shapes and bounds of what a client may send and what the function sends; unknown
    //! fields are ignored. Texts are taken as they are: nobody may trust them.
    static Result<ChatEnvelope> parse(const QByteArray &text);

    QByteArray toClientJson() const; // the short form that a client publishes
    QByteArray toJson() const; // the full form that the room function publishes
};

} // namespace parley
