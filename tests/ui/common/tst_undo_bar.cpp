#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QTest>

#include "ui/common/secret_field.h"
#include "ui/common/undo_bar.h"

using namespace parley::ui;

class TestUndoBar final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(
            QStringLiteral("^(?!This plugin does not support propagateSizeHints)")));
        m_done.clear();
    }

    void undoTakesItBack()
    {
        UndoBar bar;
        offer(bar, QStringLiteral("a"));
        QVERIFY(bar.isPending());
        bar.show();
        QTest::mouseClick(bar.findChild<QPushButton *>(), Qt::LeftButton);
        QCOMPARE(m_done, QStringList{QStringLiteral("undo a")});
        QVERIFY(!bar.isPending());
        bar.commitNow(); // nothing is left to commit
        QCOMPARE(m_done.size(), 1);
    }

    void theNextOneCommitsTheOneBefore()
    {
        UndoBar bar;
        offer(bar, QStringLiteral("a"));
        offer(bar, QStringLiteral("b"));
        QCOMPARE(m_done, QStringList{QStringLiteral("commit a")});
        bar.undoNow();
        QCOMPARE(m_done.constLast(), QStringLiteral("undo b"));
    }

    void aCommitMayOfferAgain()
    {
        UndoBar bar;
        bar.offer(
            QStringLiteral("first"), [&] { offer(bar, QStringLiteral("second")); }, [] {});
        bar.commitNow();
        QVERIFY(bar.isPending());
        bar.commitNow();
        QCOMPARE(m_done, QStringList{QStringLiteral("commit second")});
    }

    void secretsAreMasked()
    {
        SecretField field(QStringLiteral("token"), "prl_live_secret", nullptr);
        auto *edit = field.findChild<QLineEdit *>();
        QCOMPARE(edit->echoMode(), QLineEdit::Password);
        QVERIFY(!edit->displayText().contains(QLatin1String("secret")));
    }

private:
    void offer(UndoBar &bar, const QString &name)
    {
        bar.offer(
            name, [this, name] { m_done.append(QStringLiteral("commit ") + name); },
            [this, name] { m_done.append(QStringLiteral("undo ") + name); });
    }

    QStringList m_done;
};

QTEST_MAIN(TestUndoBar)
#include "tst_undo_bar.moc"
