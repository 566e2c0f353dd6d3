// webhook_gallery DIR: pictures of all that is on the Webhooks page, and of its dialogs, in light
// and dark, to look at. Not a test.
#include <QApplication>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabBar>
#include <QTabWidget>
#include <QTableView>
#include <QTest>

#include "tests/support/fake_broker/demo_data.h"
#include "ui/common/tables.h"
#include "ui/common/undo_bar.h"
#include "ui/deliveries/retention_dialog.h"
#include "ui/shell/main_window.h"
#include "ui/webhooks/rotate_secret_dialog.h"
#include "ui/webhooks/secrets_view.h"
#include "ui/webhooks/webhook_dialog.h"
#include "ui/webhooks/webhook_form.h"

using namespace parley;
using namespace Qt::StringLiterals;

namespace {

ui::AppContext contextFor(const test::FakeBroker &broker)
{
    ui::AppContext context;
    context.brokerUrl = broker.url();
    context.ownerToken = test::FakeBroker::token();
    return context;
}

void grab(QWidget &widget, const QString &file)
{
    QTest::qWait(400);
    widget.grab().save(file + u".png"_s);
}

template <typename Widget>
Widget *named(const QWidget &parent, const QString &name)
{
    for (auto *each : parent.findChildren<Widget *>())
        if (each->isVisible() && each->accessibleName() == name)
            return each;
    return nullptr;
}

QPushButton *button(const QWidget &parent, const QString &words)
{
    for (auto *each : parent.findChildren<QPushButton *>())
        if (each->isVisible() && each->text() == words)
            return each;
    return nullptr;
}

client::WebhookInfo fullWebhook()
{
    client::WebhookInfo webhook;
    webhook.id = u"whk_full"_s;
    webhook.name
        = u"アナの店 — المتجر <b>not bold</b>, everything that the shop in Osaka is told"_s;
    webhook.address = {u"default"_s, u"orders-"_s};
    webhook.match = u"prefix"_s;
    webhook.url = u"https://shop.example.org/a/very/long/path/that/does/not/end/hooks/parley"_s;
    webhook.schedule = u"custom"_s;
    webhook.delaySeconds = {1, 10, 300, 7200, 86'400};
    webhook.ordering = u"key"_s;
    webhook.orderingKey = u"/customer/id"_s;
    webhook.batchMessages = 20;
    webhook.perSecond = 50;
    webhook.filter = QJsonObject{{u"kind"_s, QJsonArray{u"order"_s, u"refund"_s}}};
    webhook.headers = {{u"X-Env"_s, u"production"_s, false}, {u"X-Key"_s, std::nullopt, true}};
    webhook.authentication = {u"basic"_s, u"ana"_s, {}, {}, true, {}};
    webhook.ed25519 = true;
    webhook.publicKey = u"whpk_A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg="_s;
    return webhook;
}

void grabPage(ui::MainWindow &window, const QString &prefix)
{
    window.showPage(u"webhooks"_s);
    QTest::qWait(900);
    grab(window, prefix + u"list"_s);
    auto *table = named<QTableView>(window, u"Webhooks"_s);
    for (int row = 0; table && row < table->model()->rowCount(); ++row) {
        ui::chooseRow(*table, row);
        grab(window, prefix + u"row-%1"_s.arg(row));
    }
    for (auto *tabs : window.findChildren<QTabWidget *>())
        if (tabs->isVisible() && tabs->accessibleName() == u"Parts of the webhook") {
            tabs->setCurrentIndex(1);
            grab(window, prefix + u"deliveries"_s);
            tabs->setCurrentIndex(2);
            if (auto *send = button(window, u"Send test event"_s))
                send->click();
            QTest::qWait(500);
            grab(window, prefix + u"test"_s);
            tabs->setCurrentIndex(3);
            grab(window, prefix + u"signatures"_s);
            tabs->setCurrentIndex(0);
        }
    auto *pages = named<QTabBar>(window, u"Webhooks, functions or inspector"_s);
    pages->setCurrentIndex(1);
    QTest::qWait(700);
    grab(window, prefix + u"functions"_s);
    if (auto *run = button(window, u"Run"_s)) {
        run->click();
        grab(window, prefix + u"functions-run"_s);
    }
    if (auto *write = button(window, u"New function"_s)) {
        write->click();
        grab(window, prefix + u"functions-new"_s);
    }
    pages->setCurrentIndex(2);
    QTest::qWait(700);
    grab(window, prefix + u"inspector"_s);
    pages->setCurrentIndex(0);
}

void grabDialogs(test::FakeBroker &broker, const QString &prefix)
{
    ui::BrokerLink link;
    link.open({broker.url(), test::FakeBroker::token()});
    ui::Navigator navigator;
    ui::ActGuard guard;
    ui::UndoBar undo;
    const ui::PageContext context{link, navigator, undo, guard};
    QWidget parent;
    for (const bool isNew : {true, false}) {
        auto *dialog = new ui::WebhookDialog(
            context, isNew ? client::WebhookInfo() : fullWebhook(),
            isNew ? ui::WebhookDialog::Use::New : ui::WebhookDialog::Use::Change, &parent);
        dialog->show();
        if (isNew)
            (void)dialog->form()->isFinished(); // says what is missing
        for (int tab = 0; tab < dialog->form()->count(); ++tab) {
            dialog->form()->setCurrentIndex(tab);
            grab(*dialog, prefix + (isNew ? u"new-%1"_s : u"edit-%1"_s).arg(tab));
        }
        delete dialog;
    }
    ui::RotateSecretDialog rotate(context, fullWebhook(), &parent);
    rotate.setAttribute(Qt::WA_DeleteOnClose, false);
    rotate.show();
    grab(rotate, prefix + u"rotate"_s);
    ui::RetentionDialog retention(context, &parent);
    retention.setAttribute(Qt::WA_DeleteOnClose, false);
    retention.show();
    grab(retention, prefix + u"retention"_s);
    client::CreatedWebhook made{fullWebhook(), "whsec_AAECAwQF", "1234567890"};
    ui::SecretsView secrets(made, u"“Shop” is ready"_s, nullptr);
    secrets.resize(900, 620);
    secrets.show();
    grab(secrets, prefix + u"secrets"_s);
}

} // namespace

int main(int argc, char *argv[])
{
    QApplication app(argc, argv);
    ui::applyFonts();
    const auto folder = app.arguments().value(1, u"pictures"_s) + u'/';
    QDir().mkpath(folder);
    test::FakeBroker full;
    test::FakeBroker empty;
    test::FakeBroker broken;
    if (!full.listen() || !empty.listen() || !broken.listen())
        return 1;
    test::fillWithDemoData(full);
    test::fillWithNothing(empty);
    test::fillWithNothing(broken);
    for (const auto *route : {"GET /v1/webhooks", "GET /v1/functions", "GET /v1/inspector",
                              "GET /v1/webhooks/health", "GET /v1/inspector/requests"})
        broken.answer(route, [](const auto &) {
            return test::FakeBroker::error(503, 203, u"the disk is behind with its work"_s);
        });
    for (const auto theme : {ui::ThemeChoice::Light, ui::ThemeChoice::Dark}) {
        const auto prefix = folder + (theme == ui::ThemeChoice::Light ? u"light-"_s : u"dark-"_s);
        const QPair<QString, test::FakeBroker *> brokers[]
            = {{QString(), &full}, {u"empty-"_s, &empty}, {u"broken-"_s, &broken}};
        for (const auto &[name, broker] : brokers) {
            ui::MainWindow window(contextFor(*broker));
            window.setTheme(theme);
            window.show();
            grabPage(window, prefix + name);
        }
        grabDialogs(full, prefix);
    }
    QApplication::setLayoutDirection(Qt::RightToLeft);
    ui::MainWindow mirrored(contextFor(full));
    mirrored.setTheme(ui::ThemeChoice::Light);
    mirrored.show();
    grabPage(mirrored, folder + u"mirrored-"_s);
    mirrored.showPage(u"deliveries"_s);
    QTest::qWait(900);
    grab(mirrored, folder + u"mirrored-page-deliveries"_s);
    grabDialogs(full, folder + u"mirrored-"_s);
    return 0;
}
