#include "ui/chat/chat_lines.h"

#include <QCoreApplication>

#include "ui/models/text_format.h"

namespace parley::ui {
namespace {

QString engineName(const client::ChatMessage &message)
{
    if (message.translationStatus == QLatin1String("phrasebook"))
        return QCoreApplication::translate("ChatLines", "phrasebook");
    auto name = message.engine;
    if (!name.isEmpty())
        name[0] = name.at(0).toUpper();
    return name;
}

ChatTranslation translation(const client::ChatMessage &message)
{
    ChatTranslation translation;
    const auto &status = message.translationStatus;
    if (message.isTranslated())
        translation.status = ChatTranslation::Status::Translated;
    else if (status == QLatin1String("pending"))
        translation.status = ChatTranslation::Status::Pending;
    else if (status == QLatin1String("failed"))
        translation.status = ChatTranslation::Status::Failed;
    else if (status == QLatin1String("none"))
        translation.status = ChatTranslation::Status::NoEngine;
    translation.engine = engineName(message);
    translation.reason = message.translationReason;
    translation.milliseconds = message.translationMs > 0 ? qRound(message.translationMs) : -1;
    translation.draft = message.isTranslated() && message.engine == QLatin1String("apertium")
        && status != QLatin1String("phrasebook");
    return translation;
}

void addModeration(ChatEntry &entry, const client::ChatMessage &message)
{
    if (message.moderation == QLatin1String("mask")) {
        entry.moderation.action = QStringLiteral("masked");
        entry.state = ChatState::Changed;
    } else if (message.moderation == QLatin1String("hold")) {
        entry.moderation.action = QStringLiteral("held");
        entry.state = ChatState::Held;
    } else if (message.moderation == QLatin1String("block")) {
        entry.moderation.action = QStringLiteral("blocked");
        entry.state = ChatState::Blocked;
    }
    if (!entry.moderation.action.isEmpty() && !message.rules.isEmpty())
        entry.moderation.rule = ruleText(message.rules.constFirst());
}

} // namespace

QString ruleText(const QString &rule)
{
    const auto slash = rule.indexOf(QLatin1Char('/'));
    if (slash <= 0)
        return rule;
    return QCoreApplication::translate("ChatLines", "%1 (%2)")
        .arg(rule.mid(slash + 1), languageName(rule.left(slash)));
}

QString lineId(const QString &senderId, const QString &messageId)
{
    return QString::number(senderId.size()) + QLatin1Char(':') + senderId + messageId;
}

ChatEntry chatEntry(const client::ChatMessage &message, const QString &reading, bool mine)
{
    ChatEntry entry;
    entry.id = lineId(message.senderId, message.id);
    entry.kind = message.kind == QLatin1String("system") ? ChatKind::System : ChatKind::Message;
    entry.mine = mine;
    entry.edited = message.revision > 1;
    entry.timeMs = message.time.toMSecsSinceEpoch();
    entry.senderName = message.senderName;
    entry.senderId = message.senderId;
    entry.text = message.text;
    entry.originalText = message.sourceText == message.text ? QString() : message.sourceText;
    entry.sourceLanguage = message.sourceLanguage;
    entry.targetLanguage = message.language.isEmpty() ? reading : message.language;
    entry.translation = translation(message);
    addModeration(entry, message);
    return entry;
}

ChatEntry pendingEntry(const QString &id, const QString &text, const QString &senderId,
                       qint64 nowMs)
{
    ChatEntry entry;
    entry.id = lineId(senderId, id);
    entry.state = ChatState::Pending;
    entry.mine = true;
    entry.timeMs = nowMs;
    entry.senderName = senderId;
    entry.senderId = senderId;
    entry.text = text;
    return entry;
}

} // namespace parley::ui
