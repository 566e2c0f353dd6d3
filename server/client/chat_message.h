#pragma once

#include <QDateTime>
#include <QList>
#include <QPair>
#include <QString>
#include <QStringList>

#include "server/client/item.h"

namespace parley::client {

// What a room carries, in the language of one reader. Source: server/protocol/README.md, section 8.
// Every text is somebody's data: shown plain, never as markup.
struct ChatMessage {
    QString id{};
    int revision = 1;
    QString kind = QStringLiteral("message"); // or "edit", "delete", "system"
    QString reference{}; // the id that an edit or delete speaks of
    QString senderId{}; // stamped by the broker on the way in
    QString senderName{};
    QString language{}; // of text
    QString text{};

    QString sourceLanguage{};
    QString sourceText{}; // what was written, moderated
    QString detectedBy{}; // "declared", "script", "cld2", "engine"

    QString translationStatus{}; // same, ok, phrasebook, cached, none, failed, pending
    QString translationReason{}; // why there is none
    QString engine{};
    double unknownShare = 0.0; // of the words, 0 to 1
    double translationMs = 0.0;

    QString moderation{}; // allow, mask, hold, block
    QStringList rules{};

    QDateTime time{}; // UTC
    Position position{};
    bool isPlain = false; // no envelope: somebody published bare text

    bool isTranslated() const
    {
        return translationStatus == QLatin1String("ok")
            || translationStatus == QLatin1String("cached")
            || translationStatus == QLatin1String("phrasebook");
    }
};

//! Text that is no envelope becomes a message of its own, whose id is its position; an envelope of
//! a newer version is read as far as it is understood. Never fails: a reader must see something.
ChatMessage chatMessageFrom(const Item &item);

//! What a person sends. \param language "" lets the room find out.
QByteArray outgoingChatMessage(const QString &id, const QString &language, const QString &text);

//! A ULID for the next message, made here so that the moderated copy can be recognised.
QString newChatMessageId();

} // namespace parley::client
