#include "ui/shell/window_commands.h"

#include <QCoreApplication>
#include <QKeySequence>

#include "ui/common/broker_link.h"
#include "ui/common/navigator.h"
#include "ui/shell/page_set.h"

namespace parley::ui {
namespace {

QString commandText(const char *text)
{
    return QCoreApplication::translate("WindowCommands", text);
}

QString shown(const char *keys)
{
    return QKeySequence(QLatin1String(keys)).toString(QKeySequence::NativeText);
}

} // namespace

QKeySequence pageShortcut(int index)
{
    return index < 9 ? QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + index))
                     : QKeySequence(Qt::CTRL | Qt::Key_Comma);
}

QList<Command> windowCommands(PageSet &pages, Navigator &navigator)
{
    QList<Command> commands;
    int index = 0;
    for (const auto &entry : pages.entries()) {
        commands.append({entry.title, pageShortcut(index++).toString(QKeySequence::NativeText),
                         [&pages, name = entry.name] { pages.showPage(name); }});
    }
    const auto add = [&](const char *text, auto signal) {
        commands.append({commandText(text), {}, [&navigator, signal] { (navigator.*signal)(); }});
    };
    add("New topic…", &Navigator::newTopicRequested);
    add("Issue a token…", &Navigator::newTokenRequested);
    add("Test a permission…", &Navigator::permissionTestRequested);
    add("New webhook…", &Navigator::newWebhookRequested);
    add("Connect to a broker…", &Navigator::connectRequested);
    commands.append({commandText("Deliveries that are dead"), {}, [&navigator] {
                         Q_EMIT navigator.deliveriesRequested({});
                     }});
    return commands;
}

void addBrokerCommands(CommandPalette &palette, BrokerLink &link, Navigator &navigator)
{
    if (!link.address().isValid())
        return;
    link.admin().topics(&palette, [&palette, &navigator](const auto &topics) {
        QList<Command> commands;
        for (const auto &topic : topics ? *topics : QList<client::TopicInfo>())
            commands.append({topic.address.topic, commandText("topic"), [&navigator, topic] {
                                 Q_EMIT navigator.topicRequested(topic.address);
                             }});
        palette.addCommands(commands);
    });
    link.admin().webhooks(&palette, [&palette, &navigator](const auto &webhooks) {
        QList<Command> commands;
        for (const auto &webhook : webhooks ? *webhooks : QList<client::WebhookInfo>())
            commands.append({webhook.name, commandText("webhook"), [&navigator, webhook] {
                                 Q_EMIT navigator.webhookRequested(webhook.id);
                             }});
        palette.addCommands(commands);
    });
    link.admin().rooms().all(&palette, [&palette, &navigator](const auto &rooms) {
        QList<Command> commands;
        for (const auto &room : rooms ? *rooms : QList<client::RoomInfo>())
            commands.append({room.name, commandText("room"), [&navigator, room] {
                                 Q_EMIT navigator.roomRequested(room.nameSpace, room.name);
                             }});
        palette.addCommands(commands);
    });
}

QList<ShortcutFact> windowShortcuts()
{
    return {
        {shown("Ctrl+K"), commandText("Find anything, do anything")},
        {QStringLiteral("%1 … %2").arg(shown("Ctrl+1"), shown("Ctrl+9")),
         commandText("Pages of the rail")},
        {shown("Ctrl+,"), commandText("Settings")},
        {shown("Ctrl+Shift+P"), commandText("Look at another broker")},
        {shown("F5"), commandText("Ask the broker again")},
        {shown("Ctrl+N"), commandText("New topic, token, webhook or room, by page")},
        {shown("Ctrl+F"), commandText("Filter the list")},
        {shown("Ctrl+Return"), commandText("Publish (Topics)")},
        {shown("Ctrl+Shift+C"), commandText("Copy as curl (Live, Deliveries), as JSON (Audit)")},
        {shown("Ctrl+L"), commandText("Follow the newest message (Live)")},
        {shown("Space"), commandText("Pause the picture (Live)")},
        {shown("Return"), commandText("Send (Chat)")},
        {shown("Shift+Return"), commandText("New line in a message (Chat)")},
        {shown("Ctrl+O"), commandText("Originals for the whole room (Chat)")},
        {shown("O"), commandText("Original of one message (Chat)")},
        {shown("Ctrl+T"), commandText("Test a permission (Tokens)")},
        {shown("Del"), commandText("Revoke the chosen token (Tokens)")},
        {QStringLiteral("R, X"), commandText("Retry, cancel what is chosen (Deliveries)")},
        {shown("Shift+R"), commandText("Retry all that failed (Deliveries)")},
        {QStringLiteral("E, O"), commandText("Edit and send again, go to the topic (Deliveries)")},
        {shown("Ctrl+E"), commandText("Export (Deliveries, Audit)")},
        {shown("Ctrl+Z"), commandText("Undo a delete")},
        {shown("Ctrl+Shift+L"), commandText("Light or dark")}};
}

} // namespace parley::ui
