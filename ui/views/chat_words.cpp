#include "ui/views/chat_words.h"

#include <QDateTime>
#include <QLocale>
#include <QTextBoundaryFinder>

#include "server/types/language.h"

namespace parley::ui {
namespace {

constexpr QChar kFirstStrongIsolate(0x2068);
constexpr QChar kPopIsolate(0x2069);
constexpr qsizetype kMaxInitials = 2;

QString reasonAfter(const QString &what, const QString &reason)
{
    return reason.isEmpty() ? what : what + QStringLiteral(": ") + reason;
}

} // namespace

QString ChatWords::languageName(const QString &code)
{
    const auto known = languageByCode(code.toStdString());
    return known
        ? QString::fromUtf8(known->englishName.data(), qsizetype(known->englishName.size()))
        : code;
}

QString ChatWords::isolated(const QString &name)
{
    return kFirstStrongIsolate + name + kPopIsolate;
}

QString ChatWords::initials(const QString &name)
{
    QString letters;
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, name);
    bool wordStarts = true;
    qsizetype count = 0;
    for (qsizetype from = 0, to = finder.toNextBoundary(); to > 0 && count < kMaxInitials;
         from = to, to = finder.toNextBoundary()) {
        const auto letter = QStringView(name).sliced(from, to - from);
        const bool visible = letter[0].isLetterOrNumber() || letter[0].isSurrogate();
        if (visible && wordStarts) {
            letters += letter.first(qMin(letter.size(), qsizetype(8))); // bounds zalgo
            ++count;
        }
        wordStarts = letter[0].isSpace() || letter[0] == u'-' || letter[0] == u'_';
    }
    return letters.isEmpty() ? QStringLiteral("?") : letters.toUpper();
}

QString ChatWords::time(const ChatEntry &entry)
{
    return QDateTime::fromMSecsSinceEpoch(entry.timeMs).time().toString(u"HH:mm");
}

QString ChatWords::day(const ChatEntry &entry)
{
    return QLocale().toString(QDateTime::fromMSecsSinceEpoch(entry.timeMs).date(),
                              QLocale::LongFormat);
}

QString ChatWords::badge(const ChatEntry &entry)
{
    if (entry.translation.status != ChatTranslation::Status::Translated
        || entry.sourceLanguage == entry.targetLanguage)
        return {};
    return entry.sourceLanguage + QStringLiteral(" → ") + entry.targetLanguage;
}

QString ChatWords::translationNote(const ChatEntry &entry)
{
    switch (entry.translation.status) {
    case ChatTranslation::Status::Pending: return tr("translating…");
    case ChatTranslation::Status::Failed:
        return reasonAfter(tr("not translated"), entry.translation.reason);
    case ChatTranslation::Status::NoEngine:
        return tr("no engine for %1 · original").arg(languageName(entry.sourceLanguage));
    case ChatTranslation::Status::None:
    case ChatTranslation::Status::Translated: break;
    }
    return {};
}

QString ChatWords::stateNote(const ChatEntry &entry)
{
    const auto reason = entry.stateReason.isEmpty() ? entry.moderation.rule : entry.stateReason;
    switch (entry.state) {
    case ChatState::Pending: return tr("… sending");
    case ChatState::Sent: return tr("… sent, being checked");
    case ChatState::Changed:
        return reasonAfter(entry.mine ? tr("✎ changed by moderation") : tr("✎ moderated"), reason);
    case ChatState::Held: return reasonAfter(tr("◷ held for a moderator"), reason);
    case ChatState::Blocked: return reasonAfter(tr("✕ blocked"), reason);
    case ChatState::Failed: return reasonAfter(tr("✕ not sent"), reason);
    case ChatState::Published: break;
    }
    return {};
}

QString ChatWords::meta(const ChatEntry &entry)
{
    QStringList parts;
    if (entry.edited)
        parts.append(tr("edited"));
    const bool arrived = entry.state == ChatState::Published || entry.state == ChatState::Changed;
    if (entry.mine && arrived && entry.publishMilliseconds >= 0)
        parts.append(tr("published in %1 ms").arg(entry.publishMilliseconds));
    parts.append(entry.mine && arrived ? time(entry) + QStringLiteral(" ✓") : time(entry));
    return parts.join(QStringLiteral(" · "));
}

QString ChatWords::toolTip(const ChatEntry &entry)
{
    QStringList lines;
    if (!badge(entry).isEmpty()) {
        QStringList parts{
            tr("Translated from %1 to %2")
                .arg(languageName(entry.sourceLanguage), languageName(entry.targetLanguage))};
        if (!entry.translation.engine.isEmpty())
            parts.append(entry.translation.engine);
        if (entry.translation.milliseconds >= 0)
            parts.append(tr("%1 ms").arg(entry.translation.milliseconds));
        lines.append(parts.join(QStringLiteral(" · ")));
        if (entry.translation.draft)
            lines.append(tr("Draft: this engine translates word by word and can be wrong."));
    }
    if (!entry.moderation.action.isEmpty())
        lines.append(
            reasonAfter(tr("Moderation, %1").arg(entry.moderation.action), entry.moderation.rule));
    lines.append(QDateTime::fromMSecsSinceEpoch(entry.timeMs, Qt::UTC).toString(Qt::ISODate));
    return lines.join(u'\n');
}

QString ChatWords::line(const ChatEntry &entry, const QString &shownText)
{
    return entry.kind == ChatKind::DaySeparator ? day(entry) : shownText;
}

QString ChatWords::spoken(const ChatEntry &entry, const QString &shownText, bool original)
{
    if (entry.kind != ChatKind::Message)
        return line(entry, shownText);
    QStringList parts{entry.mine ? tr("You") : entry.senderName};
    if (original)
        parts.append(tr("original in %1").arg(languageName(entry.sourceLanguage)));
    else if (!badge(entry).isEmpty())
        parts.append(tr("translated from %1").arg(languageName(entry.sourceLanguage)));
    auto text = parts.join(QStringLiteral(", ")) + QStringLiteral(": ") + shownText;
    for (const auto &note : {translationNote(entry), stateNote(entry)}) {
        if (!note.isEmpty())
            text += QStringLiteral(". ") + note;
    }
    return text + QStringLiteral(". ") + time(entry);
}

bool ChatWords::canEdit(const ChatEntry &entry)
{
    return entry.kind == ChatKind::Message && entry.mine
        && (entry.state == ChatState::Held || entry.state == ChatState::Blocked
            || entry.state == ChatState::Failed);
}

bool ChatWords::canRetry(const ChatEntry &entry)
{
    return entry.kind == ChatKind::Message
        && ((entry.mine && entry.state == ChatState::Failed)
            || entry.translation.status == ChatTranslation::Status::Failed);
}

} // namespace parley::ui
