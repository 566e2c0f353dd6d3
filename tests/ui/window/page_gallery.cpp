// page_gallery DIR: pictures of every page in light and dark, with a demo broker and with an empty
// one, to look at. Not a test.
#include <QApplication>
#include <QDeadlineTimer>
#include <QDialog>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLineEdit>
#include <QPushButton>
#include <QTabBar>
#include <QTest>

#include "tests/support/fake_broker/demo_data.h"
#include "ui/chat/new_room_dialog.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/main_window.h"
#include "ui/shell/profile_dialog.h"
#include "ui/tokens/issue_token_dialog.h"
#include "ui/tokens/issued_token_view.h"
#include "ui/tokens/permission_tester.h"
#include "ui/tokens/revoke_group_dialog.h"
#include "ui/tokens/rotate_dialog.h"
#include "ui/tokens/template_dialog.h"
#include "ui/topics/new_topic_dialog.h"
#include "ui/webhooks/webhook_dialog.h"

using namespace parley;

namespace {

ui::AppContext contextFor(const test::FakeBroker &broker)
{
    ui::AppContext context;
    context.brokerUrl = broker.url();
    context.ownerToken = test::FakeBroker::token();
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

void grabTemplates(ui::MainWindow &window, const QString &prefix)
{
    window.showPage(QStringLiteral("tokens"));
    for (auto *tabs : window.findChildren<QTabBar *>())
        if (tabs->isVisible() && tabs->count() == 2)
            tabs->setCurrentIndex(1);
    QTest::qWait(700);
    grab(window, prefix + QStringLiteral("templates.png"));
}

void grabPages(ui::MainWindow &window, const QString &prefix)
{
    for (const auto &page : window.pageNames()) {
        window.showPage(page);
        waitForData(window, page);
        grab(window, prefix + page + QStringLiteral(".png"));
    }
}

client::TokenInfo token()
{
    client::TokenInfo info;
    info.id = QStringLiteral("tok_01JDB0000000000000000000005");
    info.label = QStringLiteral("アナ・カロリーナ <b>not bold</b>, who reads the room in Spanish");
    info.templateName = QStringLiteral("chat-member");
    info.room = QStringLiteral("default/friends");
    info.state = QStringLiteral("active");
    return info;
}

client::TemplateInfo tokenTemplate()
{
    client::TemplateInfo info;
    info.name = QStringLiteral("chat-member");
    info.title = QStringLiteral("チャットの参加者 — عضو الدردشة");
    info.description = QStringLiteral("Writes in a room, and reads it in some languages.");
    info.variables
        = {{QStringLiteral("room"), {}}, {QStringLiteral("languages"), QStringLiteral("language")}};
    info.label = QStringLiteral("{user} in {room}"); // nothing fills the user
    info.room = QStringLiteral("default/{room}");
    client::GrantInfo publish;
    publish.role = QStringLiteral("publish");
    publish.topic = QStringLiteral("{room}-publish");
    client::GrantInfo read;
    read.topic = QStringLiteral("{room}-subscribe-{language}");
    info.grants = {publish, read};
    return info;
}

// Long, Japanese and right-to-left names.
void addTemplates(test::FakeBroker &broker)
{
    QJsonArray templates{client::toJson(tokenTemplate())};
    for (const auto *title : {"قارئ الغرفة",
                              "Reader of everything that the sensors in the northern "
                              "greenhouses say, day and night",
                              "翻訳された部屋の読者"}) {
        auto one = tokenTemplate();
        one.name = QStringLiteral("reader-%1").arg(templates.size());
        one.title = QString::fromUtf8(title);
        templates.append(client::toJson(one));
    }
    const QJsonObject all{{QStringLiteral("templates"), templates}};
    broker.answer("GET /v1/templates", QJsonDocument(all).toJson());
}

ui::Profile profile()
{
    ui::Profile made;
    made.id = QStringLiteral("shop");
    made.name = QStringLiteral("本番の店 (production, Ōsaka)");
    made.url = QUrl(QStringLiteral("https://broker.example.org:8443"));
    made.color = QStringLiteral("red");
    made.production = true;
    return made;
}

// The secret, as it is shown once.
void grabIssued(const QString &prefix)
{
    client::IssuedToken issued;
    issued.token = token();
    issued.secret = "prl_tmp_picture00000000000000000000000000000000000";
    ui::IssuedTokenView view(issued, QUrl(QStringLiteral("http://127.0.0.1:8080")), nullptr);
    view.resize(view.sizeHint());
    view.show();
    QTest::qWait(200);
    grab(view, prefix + QStringLiteral("issued-token.png"));
    for (auto *button : view.findChildren<QPushButton *>())
        if (button->isCheckable())
            button->click();
    view.adjustSize();
    QTest::qWait(200);
    grab(view, prefix + QStringLiteral("issued-token-code.png"));
}

void grabDialogs(test::FakeBroker &broker, const QString &prefix)
{
    ui::BrokerLink link;
    link.open({broker.url(), test::FakeBroker::token()});
    ui::Navigator navigator;
    ui::ActGuard guard;
    ui::UndoBar *const none = nullptr;
    const ui::PageContext context{link, navigator, *none, guard};
    QWidget parent;
    const QList<QPair<QString, QDialog *>> dialogs{
        {QStringLiteral("new-topic"), new ui::NewTopicDialog(context, &parent)},
        {QStringLiteral("issue-token"), new ui::IssueTokenDialog(context, {}, &parent)},
        {QStringLiteral("new-webhook"),
         new ui::WebhookDialog(context, {}, ui::WebhookDialog::Use::New, &parent)},
        {QStringLiteral("new-room"), new ui::NewRoomDialog(context, &parent)},
        {QStringLiteral("permission-tester"), new ui::PermissionTester(context, token(), &parent)},
        {QStringLiteral("template"),
         new ui::TemplateDialog(context, tokenTemplate(), ui::TemplateDialog::Use::Change, {},
                                &parent)},
        {QStringLiteral("new-template"),
         new ui::TemplateDialog(context, {}, ui::TemplateDialog::Use::New, {}, &parent)},
        {QStringLiteral("rotate"), new ui::RotateDialog(context, token(), &parent)},
        {QStringLiteral("revoke-group"), new ui::RevokeGroupDialog(context, token(), &parent)},
        {QStringLiteral("profile"),
         new ui::ProfileDialog(profile(), QStringLiteral("It is kept in the keyring."), &parent)}};
    for (const auto &[name, dialog] : dialogs) {
        dialog->show();
        if (auto *line = dialog->findChild<QLineEdit *>())
            line->setText(QStringLiteral("friends two"));
        QTest::qWait(300);
        grab(*dialog, prefix + name + QStringLiteral(".png"));
    }
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
    addTemplates(full);
    empty.answer("GET /v1/templates", R"({"templates":[]})");
    for (const auto theme : {ui::ThemeChoice::Light, ui::ThemeChoice::Dark}) {
        const auto prefix = folder + (theme == ui::ThemeChoice::Light ? "light-" : "dark-");
        ui::MainWindow window(contextFor(full));
        window.setTheme(theme);
        window.show();
        grabPages(window, prefix);
        grabTemplates(window, prefix);
        grabDialogs(full, prefix);
        grabIssued(prefix);
        ui::MainWindow bare(contextFor(empty));
        bare.setTheme(theme);
        bare.setBrokerProblem(QStringLiteral("Port 8080 is taken by nginx (process 4711)."), 8081);
        bare.show();
        grabPages(bare, prefix + "empty-");
        grabTemplates(bare, prefix + "empty-");
    }
    return 0;
}
