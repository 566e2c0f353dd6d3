#include <QInputMethodEvent>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include "ui/chat/composer.h"

using parley::ui::Composer;

class TestComposer final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(
            QStringLiteral("^(?!This plugin does not support propagateSizeHints)")));
        m_composer = std::make_unique<Composer>();
        m_composer->show();
        m_sent = std::make_unique<QSignalSpy>(m_composer.get(), &Composer::submitted);
    }

    void returnSends()
    {
        QTest::keyClicks(m_composer.get(), QStringLiteral("hello"));
        QTest::keyClick(m_composer.get(), Qt::Key_Return);
        QCOMPARE(m_sent->size(), 1);
        QCOMPARE(m_sent->first().first().toString(), QStringLiteral("hello"));
        QVERIFY(m_composer->toPlainText().isEmpty());
    }

    void shiftReturnBreaksTheLine()
    {
        QTest::keyClicks(m_composer.get(), QStringLiteral("a"));
        QTest::keyClick(m_composer.get(), Qt::Key_Return, Qt::ShiftModifier);
        QTest::keyClicks(m_composer.get(), QStringLiteral("b"));
        QCOMPARE(m_sent->size(), 0);
        QTest::keyClick(m_composer.get(), Qt::Key_Enter);
        QCOMPARE(m_sent->first().first().toString(), QStringLiteral("a\nb"));
    }

    void growsWithItsText()
    {
        QCOMPARE(m_composer->sizeHint().height(), m_composer->lineHeight());
        QCOMPARE(m_composer->minimumSizeHint().height(), m_composer->lineHeight());
        const auto oneMore = [this] {
            const int before = m_composer->sizeHint().height();
            QTest::keyClick(m_composer.get(), Qt::Key_Return, Qt::ShiftModifier);
            return m_composer->sizeHint().height() - before;
        };
        QCOMPARE(oneMore(), m_composer->fontMetrics().lineSpacing());
        QCOMPARE(m_composer->verticalScrollBarPolicy(), Qt::ScrollBarAlwaysOff);
        for (int line = 0; line < 20; ++line)
            (void)oneMore();
        QCOMPARE(oneMore(), 0); // now it scrolls instead
        QCOMPARE(m_composer->verticalScrollBarPolicy(), Qt::ScrollBarAsNeeded);
        m_composer->clear();
        QCOMPARE(m_composer->sizeHint().height(), m_composer->lineHeight());
    }

    void blanksAreNotSent()
    {
        QTest::keyClicks(m_composer.get(), QStringLiteral("   "));
        QTest::keyClick(m_composer.get(), Qt::Key_Return);
        QCOMPARE(m_sent->size(), 0);
    }

    void returnDuringCompositionBelongsToTheInputMethod()
    {
        compose(QStringLiteral("に"), {});
        QTest::keyClick(m_composer.get(), Qt::Key_Return);
        QCOMPARE(m_sent->size(), 0);
        // The Return that ends the composition: the commit comes first, the key in the same turn.
        compose({}, QStringLiteral("日本"));
        QTest::keyClick(m_composer.get(), Qt::Key_Return);
        QCOMPARE(m_sent->size(), 0);
        QCOMPARE(m_composer->toPlainText(), QStringLiteral("日本"));
        // The next one is the writer's own.
        QCoreApplication::processEvents();
        QTest::keyClick(m_composer.get(), Qt::Key_Return);
        QCOMPARE(m_sent->size(), 1);
    }

    void tooMuchIsCut()
    {
        m_composer->setPlainText(QString(Composer::kMaxCharacters + 10, QLatin1Char('x')));
        QCOMPARE(m_composer->toPlainText().size(), qsizetype(Composer::kMaxCharacters));
    }

private:
    void compose(const QString &preedit, const QString &commit)
    {
        QInputMethodEvent event(preedit, {});
        event.setCommitString(commit);
        QCoreApplication::sendEvent(m_composer.get(), &event);
    }

    std::unique_ptr<Composer> m_composer;
    std::unique_ptr<QSignalSpy> m_sent;
};

QTEST_MAIN(TestComposer)
#include "tst_composer.moc"
