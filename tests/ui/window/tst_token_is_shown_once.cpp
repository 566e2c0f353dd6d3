#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QTest>

#include "server/client/admin_client.h"
#include "tests/ui/window/real_window.h"

using namespace parley;
using parley::test::RealWindow;

class TestTokenIsShownOnce final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { parley::test::failOnWarnings(); }

    void theSecretIsShownOnceAndNeverAgain()
    {
        RealWindow real;
        QVERIFY(real.start());
        QVERIFY(real.open(QStringLiteral("Tokens")));
        QVERIFY(real.click(&real.window(), QStringLiteral("Issue token")));
        auto *dialog = real.dialog();
        fillIn(real, dialog);
        QVERIFY(real.waitFor([&] { return real.says(dialog, QStringLiteral("✓ read weather")); }));
        QVERIFY(real.says(dialog, QStringLiteral("✕ administer the broker")));
        QVERIFY(real.click(dialog, QStringLiteral("Issue token")));

        const auto secret = takeSecret(real, dialog);
        QVERIFY(secret.size() > 20);
        QVERIFY(real.click(dialog, QStringLiteral("Done")));
        QTRY_VERIFY(real.window().findChildren<QDialog *>().isEmpty());

        auto *tokens = real.table(&real.window(), QStringLiteral("Tokens"));
        QVERIFY(real.clickRow(tokens, QStringLiteral("Weather station")));
        QVERIFY(real.waitFor(
            [&] { return real.says(&real.window(), QStringLiteral("Can read weather")); }));
        QVERIFY(!isAnywhere(real, secret));
        QCOMPARE(topicsWith(real, secret), ErrorCode::PermissionDenied); // it works, and no further
    }

private:
    static void fillIn(RealWindow &real, QDialog *dialog)
    {
        auto *who = real.widget<QLineEdit>(dialog, QStringLiteral("For"));
        auto *topic = real.widget<QLineEdit>(dialog, QStringLiteral("Topic"));
        auto *role = real.widget<QComboBox>(dialog, QStringLiteral("What may be done"));
        QVERIFY(who != nullptr && topic != nullptr && role != nullptr);
        QTest::keyClicks(who, QStringLiteral("Weather station"));
        QTest::keyClicks(role, QStringLiteral("read"));
        QTest::keyClicks(topic, QStringLiteral("weather"));
    }

    // Masked until the eye is clicked.
    static QString takeSecret(RealWindow &real, QDialog *dialog)
    {
        auto *field = real.widget<QLineEdit>(dialog, QStringLiteral("token"));
        if (field == nullptr || field->echoMode() != QLineEdit::Password)
            return {};
        if (!real.click(dialog, QStringLiteral("Show token")))
            return {};
        return field->echoMode() == QLineEdit::Normal ? field->text() : QString();
    }

    // In any cell or word of the window, shown or not.
    static bool isAnywhere(RealWindow &real, const QString &secret)
    {
        for (const auto *line : real.window().findChildren<QLineEdit *>()) {
            if (line->text().contains(secret))
                return true;
        }
        for (const auto *label : real.window().findChildren<QLabel *>()) {
            if (label->text().contains(secret))
                return true;
        }
        for (const auto *table : real.window().findChildren<QTableView *>()) {
            const auto *model = table->model();
            for (int row = 0; row < model->rowCount(); ++row) {
                for (int column = 0; column < model->columnCount(); ++column) {
                    const auto index = model->index(row, column);
                    for (const int role : {Qt::DisplayRole, Qt::ToolTipRole}) {
                        if (index.data(role).toString().contains(secret))
                            return true;
                    }
                }
            }
        }
        return false;
    }

    // How the broker answers somebody with this secret who asks for what only an admin may see.
    static ErrorCode topicsWith(RealWindow &real, const QString &secret)
    {
        client::AdminClient admin;
        admin.setAddress({real.owner().url, secret.toUtf8()});
        std::optional<Result<QList<client::TokenInfo>>> answer;
        admin.tokens(&admin, [&answer](const auto &tokens) { answer.emplace(tokens); });
        (void)real.waitFor([&answer] { return answer.has_value(); });
        return answer && !*answer ? answer->error().code : ErrorCode::Internal;
    }
};

QTEST_MAIN(TestTokenIsShownOnce)
#include "tst_token_is_shown_once.moc"
