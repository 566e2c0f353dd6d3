#include "tests/ui/views/view_samples.h"

namespace parley::ui {
namespace {

ChatEntry message(const QString &sender, const QString &text)
{
    static int number = 0;
    ChatEntry entry;
    entry.id = QStringLiteral("7:%1").arg(++number);
    entry.senderName = sender;
    entry.senderId = sender.toLower();
    entry.text = text;
    entry.timeMs = kSampleTime + number * 40'000;
    return entry;
}

ChatEntry translated(const QString &sender, const QString &text, const QString &original,
                     const QString &from, bool draft)
{
    auto entry = message(sender, text);
    entry.originalText = original;
    entry.sourceLanguage = from;
    entry.targetLanguage = QStringLiteral("en");
    entry.translation = {ChatTranslation::Status::Translated,
                         draft ? QStringLiteral("Apertium") : QStringLiteral("phrasebook"),
                         {},
                         draft ? 43 : 1,
                         draft};
    return entry;
}

ChatEntry mine(const QString &text, ChatState state, const QString &reason = {})
{
    auto entry = message(QStringLiteral("You"), text);
    entry.mine = true;
    entry.state = state;
    entry.stateReason = reason;
    if (state == ChatState::Published)
        entry.publishMilliseconds = 44;
    return entry;
}

QList<ChatEntry> otherScripts()
{
    auto noEngine
        = message(QStringLiteral("健太"),
                  QStringLiteral("明日の朝、駅の前で会いましょう。天気が良さそうですね！"));
    noEngine.sourceLanguage = QStringLiteral("ja");
    noEngine.targetLanguage = QStringLiteral("en");
    noEngine.translation.status = ChatTranslation::Status::NoEngine;
    auto failed = message(QStringLiteral("Ana"), QStringLiteral("¿Vienes también?"));
    failed.sourceLanguage = QStringLiteral("es");
    failed.translation.status = ChatTranslation::Status::Failed;
    failed.translation.reason = QStringLiteral("the engine did not answer in 5 s");
    auto masked = message(QStringLiteral("Bob"), QStringLiteral("that is a **** shame"));
    masked.state = ChatState::Changed;
    masked.moderation = {QStringLiteral("masked"), QStringLiteral("profanity"), {{10, 4}}};
    return {
        noEngine,
        message(QStringLiteral("ليلى حسن"),
                QStringLiteral("مرحبا بالجميع! أراكم غدا في الساعة 10:30 أمام المحطة.\nAnd this "
                               "paragraph is English, left to right.")),
        message(QStringLiteral("نور"), QStringLiteral("حسنا")),
        failed,
        masked,
        message(QStringLiteral("Zoë Müller-Lüdenscheidt von und zu Hohenstein-Ernstthal der "
                               "Ältere, Beauftragte für sehr lange Namen"),
                QStringLiteral("👩‍👩‍👧‍👦 👍🏽 🎉 see "
                               "https://example.org/a_(b)/path?q=1#frag. "
                               "Not a link: ftp://x.org, javascript:alert(1)")),
        message(zalgo(),
                QStringLiteral("My name and this ") + zalgo()
                    + QStringLiteral(" stay in their own lines."))};
}

} // namespace

QString zalgo()
{
    QString text;
    for (const QChar letter : QStringLiteral("zalgo")) {
        text += letter;
        for (int i = 0; i < 40; ++i)
            text += QChar(char16_t(0x0300 + i));
    }
    return text;
}

LogRow sampleRow(int i)
{
    static const QString topics[] = {
        QStringLiteral("friends-publish"), QStringLiteral("friends-subscribe-english"),
        QStringLiteral("friends-subscribe-spanish"), QStringLiteral("friends-subscribe-japanese"),
        QStringLiteral("sensors/kitchen/temperature")};
    LogRow row;
    row.timeMs = kSampleTime + i * 37;
    row.namespaceName = QStringLiteral("default");
    row.topic = topics[i % 5];
    row.page = quint64(7 - i % 3);
    row.sequence = quint64(4211 + i);
    row.publisherId = i % 4 == 1 ? QStringLiteral("function:room") : QStringLiteral("ana");
    row.payload = R"({"user":"ana","text":"hola, nos vemos mañana)" + QByteArray::number(i)
        + R"(","language":"es","client":"c-)" + QByteArray::number(i * 7919) + R"("})";
    if (i % 5 == 4)
        row.payload = R"({"celsius":)" + QByteArray::number(20 + i % 7) + R"(.5,"unit":"C"})";
    return row;
}

void fillLog(LogStore &store)
{
    const auto with = [&store](int i, const QByteArray &payload) {
        auto row = sampleRow(i);
        row.payload = payload;
        store.append(row);
    };
    for (int i = 0; i < 14; ++i)
        store.append(sampleRow(i));
    store.appendDisconnected(kSampleTime + 1000, kSampleTime + 6000, 214);
    with(16,
         QStringLiteral("{\"text\":\"明日の朝、駅の前で会いましょう "
                        "👩‍👩‍👧‍👦\"}")
             .toUtf8());
    with(17, QStringLiteral("{\"text\":\"مرحبا بالجميع، أراكم غدا\"}").toUtf8());
    with(18, zalgo().toUtf8());
    with(19, QByteArray(1024 * 1024, 'x'));
    with(20, "pretty {\n\t\"json\": true\r\n}\x1b[31m");
    with(21, QStringLiteral("user\u202Etxt.exe\u202C and \u200Binvisible").toUtf8());
    with(22, "broken \xff\xfe utf-8 \xed\xa0\x80");
    with(23, "");
    auto binary = sampleRow(24);
    binary.binary = true;
    binary.payload
        = QByteArray::fromHex("89504e470d0a1a0a0000000d4948445200000100") + QByteArray(80, '\x7f');
    binary.payloadBytes = 524288;
    store.append(binary);
    auto far = sampleRow(25);
    far.namespaceName = QStringLiteral("staging");
    far.topic = QStringLiteral("a/very/long/topic/name/that/does/not/fit/into/its/column/at/all");
    far.publisherId = QStringLiteral("0123456789abcdef0123456789abcdef");
    store.append(far);
    store.appendGap(kSampleTime + 7000, QStringLiteral("default"),
                    QStringLiteral("friends-publish"), 12);
    store.appendDisconnected(kSampleTime + 7000, kSampleTime + 9000, std::nullopt);
    for (int i = 30; i < 60; ++i)
        store.append(sampleRow(i));
}

QList<ChatEntry> sampleChat()
{
    auto entries = QList<ChatEntry>{
        translated(
            QStringLiteral("Ana García"), QStringLiteral("Hello, see you tomorrow at the station."),
            QStringLiteral("Hola, nos vemos mañana en la estación."), QStringLiteral("es"), true),
        translated(QStringLiteral("Ana García"), QStringLiteral("Good morning!"),
                   QStringLiteral("¡Buenos días!"), QStringLiteral("es"), false),
        mine(QStringLiteral("See you there! I'll bring the tickets, the map and something to eat "
                            "on the way, so nobody needs to get up early for breakfast."),
             ChatState::Published)};
    entries += otherScripts();
    ChatEntry joined;
    joined.id = QStringLiteral("s1");
    joined.kind = ChatKind::System;
    joined.text = QStringLiteral("Kenta joined the room");
    joined.timeMs = kSampleTime + 700'000;
    ChatEntry gap = joined;
    gap.id = QStringLiteral("g1");
    gap.kind = ChatKind::Gap;
    gap.text = QStringLiteral("disconnected 12:01:04–12:01:09, 3 messages recovered");
    entries += {
        joined,
        gap,
        mine(QStringLiteral("Pending one"), ChatState::Pending),
        mine(QStringLiteral("On its way through moderation"), ChatState::Sent),
        mine(QStringLiteral("This one was **** softened"), ChatState::Changed,
             QStringLiteral("profanity")),
        mine(QStringLiteral("Please look at this link"), ChatState::Held,
             QStringLiteral("links need a moderator")),
        mine(QStringLiteral("m…"), ChatState::Blocked, QStringLiteral("profanity")),
        mine(QStringLiteral("on my way"), ChatState::Failed, QStringLiteral("offline, 3 tries"))};
    return entries;
}

} // namespace parley::ui
