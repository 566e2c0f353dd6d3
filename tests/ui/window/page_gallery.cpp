// page_gallery DIR: pictures of every page in light and dark, with a demo broker and with an empty
// one, to look at. Not a test.
#include <QApplication>
#include <QDeadlineTimer>
#include <QDialog>
#include <QDir>
#include <QLineEdit>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/fake_broker/demo_data.h"
#include "tests/ui/window/memory_secrets.h"
#include "ui/chat/new_room_dialog.h"
#include "ui/settings/profile_list.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/main_window.h"
#include "ui/shell/profile_switcher.h"
#include "ui/shell/secret_place_dialog.h"
#include "ui/tokens/issue_token_dialog.h"
#include "ui/topics/new_topic_dialog.h"
#include "ui/webhooks/new_webhook_dialog.h"

using namespace parley;

namespace {

ui::AppContext contextFor(const test::FakeBroker &broker)
{
    ui::AppContext context;
    context.brokerUrl = broker.url();
    context.ownerToken = test::FakeBroker::token();
    context.keyringState = QStringLiteral("kept in the desktop's keyring");
    context.version = QStringLiteral("0.1.0");
    context.dataDirectory = QStringLiteral("/home/ana/.local/share/parley");
    context.startDemo = [](const ui::Done &done) { done({}); };
    return context;
}

void waitForData(const ui::MainWindow &window, const QString &page)
{
    (void)QTest::qWaitFor([&] { return window.pageHasData(page); }, 3000);
    QTest::qWait(page == QLatin1String("overview") || page == QLatin1String("topics") ? 4200 : 700);
}

void grab(QWidget &widget, const QString &file)
{
    widget.grab().save(file);
}

void grabPages(ui::MainWindow &window, const QString &prefix)
{
    for (const auto &page : window.pageNames()) {
        window.showPage(page);
        waitForData(window, page);
        grab(window, prefix + page + QStringLiteral(".png"));
    }
}

void grabDialogs(test::FakeBroker &broker, const QString &prefix)
{
    ui::BrokerLink link;
    link.open({broker.url(), test::FakeBroker::token()});
    ui::Navigator navigator;
    ui::UndoBar *const none = nullptr;
    const ui::PageContext context{link, navigator, *none};
    QWidget parent;
    const QList<QPair<QString, QDialog *>> dialogs{
        {QStringLiteral("new-topic"), new ui::NewTopicDialog(context, &parent)},
        {QStringLiteral("issue-token"), new ui::IssueTokenDialog(context, &parent)},
        {QStringLiteral("new-webhook"), new ui::NewWebhookDialog(context, &parent)},
        {QStringLiteral("new-room"), new ui::NewRoomDialog(context, &parent)}};
    for (const auto &[name, dialog] : dialogs) {
        dialog->show();
        if (auto *line = dialog->findChild<QLineEdit *>())
            line->setText(QStringLiteral("friends two"));
        QTest::qWait(300);
        grab(*dialog, prefix + name + QStringLiteral(".png"));
    }
}

// The settings with connections, one of them open, and the dialog to change one.
void grabConnections(const test::FakeBroker &broker, const QString &prefix, ui::ThemeChoice theme)
{
    const QTemporaryDir folder;
    test::MemorySecrets secrets;
    auto context = contextFor(broker);
    context.secrets = &secrets;
    context.settingsFile = folder.filePath(QStringLiteral("parley.ini"));
    {
        ui::ProfileList list(context.settingsFile);
        int colour = 0;
        for (const auto &name :
             {QStringLiteral("本番ブローカー"), QStringLiteral("test"),
              QStringLiteral("a-long-name-of-a-broker-in-the-west-of-europe-that-nobody-reads")}) {
            ui::ConnectionProfile profile;
            profile.id = ui::ProfileList::newId();
            profile.name = name;
            profile.url = broker.url();
            profile.colour = ++colour;
            profile.readOnly = profile.production = colour == 1;
            secrets.all.insert(profile.tokenName(), test::FakeBroker::token());
            list.put(profile);
        }
    }
    ui::MainWindow window(context);
    window.setTheme(theme);
    window.show();
    auto *chooser = window.findChild<ui::ProfileSwitcher *>();
    for (const auto &profile : QList(chooser->profiles().all())) {
        chooser->openProfile(profile.id);
        window.showPage(QStringLiteral("settings"));
        QTest::qWait(700);
        grab(window, prefix + QStringLiteral("connection-%1.png").arg(profile.colour));
        window.showPage(QStringLiteral("topics"));
        QTest::qWait(700);
        grab(window, prefix + QStringLiteral("connection-topics-%1.png").arg(profile.colour));
    }
    chooser->change(chooser->profiles().all().first().id);
    for (auto *dialog : window.findChildren<QDialog *>())
        if (dialog->isVisible())
            grab(*dialog, prefix + QStringLiteral("change-connection.png"));
    ui::SecretPlaceDialog place(secrets, &window);
    grab(place, prefix + QStringLiteral("secret-place.png"));
}

} // namespace

int main(int argc, char *argv[])
{
    QApplication app(argc, argv);
    ui::applyFonts();
    const auto folder = app.arguments().value(1, QStringLiteral("pictures")) + QLatin1Char('/');
    QDir().mkpath(folder);
    test::FakeBroker full;
    test::FakeBroker empty;
    if (!full.listen() || !empty.listen())
        return 1;
    test::fillWithDemoData(full);
    test::fillWithNothing(empty);
    for (const auto theme : {ui::ThemeChoice::Light, ui::ThemeChoice::Dark}) {
        const auto prefix = folder + (theme == ui::ThemeChoice::Light ? "light-" : "dark-");
        ui::MainWindow window(contextFor(full));
        window.setTheme(theme);
        window.show();
        grabPages(window, prefix);
        grabDialogs(full, prefix);
        grabConnections(full, prefix, theme);
        ui::MainWindow bare(contextFor(empty));
        bare.setTheme(theme);
        bare.setBrokerProblem(QStringLiteral("Port 8080 is taken by nginx (process 4711)."), 8081);
        bare.show();
        grabPages(bare, prefix + "empty-");
    }
    return 0;
}
