#include <QAccessible>
#include <QCheckBox>
#include <QInputMethodEvent>
#include <QLineEdit>
#include <QTest>

#include "tests/ui/window/real_window.h"
#include "ui/chat/composer.h"
#include "ui/views/chat_model.h"
#include "ui/views/chat_view.h"
#include "ui/views/chat_words.h"

using namespace parley::ui;
using parley::test::RealWindow;

// With Apertium for Spanish and English, which the project installs.
class TestChatTranslatesSpanish final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        parley::test::failOnWarnings();
        m_real = std::make_unique<RealWindow>();
        QVERIFY(m_real->start());
        QVERIFY(m_real->open(QStringLiteral("Chat")));
        QVERIFY(m_real->click(&m_real->window(), QStringLiteral("Make a room")));
        auto *dialog = m_real->dialog();
        auto *name = m_real->widget<QLineEdit>(dialog, QStringLiteral("Name"));
        QVERIFY(name != nullptr);
        QTest::keyClicks(name, QStringLiteral("friends"));
        for (auto *box : dialog->findChildren<QCheckBox *>()) {
            if (box->property("code") == QStringLiteral("ja"))
                QTest::mouseClick(box, Qt::LeftButton, {}, QPoint(8, box->height() / 2));
        }
        QVERIFY(m_real->click(dialog, QStringLiteral("Make room")));
        m_composer = m_real->widget<Composer>(&m_real->window(), QStringLiteral("Message"));
        m_view = m_real->widget<ChatView>(&m_real->window(), QStringLiteral("Messages"));
        QVERIFY(m_composer != nullptr && m_view != nullptr);
        QTRY_VERIFY(m_view->model() != nullptr && m_composer->isEnabled());
        QTRY_COMPARE(m_view->emptyText(),
                     QStringLiteral("Nobody has said anything yet. Say hello."));
    }

    void init() { parley::test::failOnWarnings(); }
    void cleanupTestCase() { m_real.reset(); }

    void spanishIsReadInEnglishWithItsOriginalOneClickAway()
    {
        write(QStringLiteral("La casa es grande y la biblioteca está cerca."));
        QVERIFY(arrived(ChatTranslation::Status::Done));
        const auto entry = last();
        QVERIFY2(entry.text.contains(QStringLiteral("library")), qPrintable(entry.text));
        QCOMPARE(ChatWords::badge(entry), QStringLiteral("es → en"));
        QCOMPARE(entry.translation.engine, QStringLiteral("Apertium"));
        QVERIFY(entry.translation.draft); // and says so
        QVERIFY2(spoken().contains(QStringLiteral("translated from Spanish")),
                 qPrintable(spoken()));

        QVERIFY(clickOriginal());
        QCOMPARE(m_view->model()->shownText(entry),
                 QStringLiteral("La casa es grande y la biblioteca está cerca."));
        QVERIFY(spoken().contains(QStringLiteral("original in Spanish")));
        QVERIFY(clickOriginal()); // and back
        QCOMPARE(m_view->model()->shownText(entry), entry.text);
    }

    void aPhraseOfThePhrasebookIsTranslated()
    {
        write(QStringLiteral("おはようございます"));
        QVERIFY(arrived(ChatTranslation::Status::Done));
        QCOMPARE(last().text, QStringLiteral("Good morning"));
        QCOMPARE(ChatWords::badge(last()), QStringLiteral("ja → en"));
        QCOMPARE(last().translation.engine, QStringLiteral("phrasebook"));
        QVERIFY(!last().translation.draft);
    }

    void whatNoEngineTranslatesSaysSo()
    {
        const auto line = QStringLiteral("図書館は駅の近くにあります");
        write(line);
        QVERIFY(arrived(ChatTranslation::Status::NoEngine));
        QCOMPARE(last().text, line); // nothing is made up
        QVERIFY(ChatWords::badge(last()).isEmpty());
        QCOMPARE(ChatWords::translationNote(last()),
                 QStringLiteral("no engine for Japanese · original"));
        QVERIFY(spoken().contains(QStringLiteral("no engine for Japanese")));
    }

    void englishNeedsNoTranslation()
    {
        write(QStringLiteral("The library is near the station."));
        QVERIFY(arrived(ChatTranslation::Status::None));
        QCOMPARE(last().text, QStringLiteral("The library is near the station."));
        QVERIFY(ChatWords::badge(last()).isEmpty());
    }

private:
    const ChatEntry &last() const { return m_view->model()->at(m_view->model()->count() - 1); }

    // As an input method types: letters of any script; then Return.
    void write(const QString &text)
    {
        m_written = text;
        m_composer->setFocus();
        QInputMethodEvent typed;
        typed.setCommitString(text);
        QApplication::sendEvent(m_composer, &typed);
        QCOMPARE(m_composer->toPlainText(), text);
        QTest::keyClick(m_composer, Qt::Key_Return);
        QVERIFY(m_composer->toPlainText().isEmpty());
    }

    // The room's copy has come back, moderated and translated, in this state.
    bool arrived(ChatTranslation::Status status) const
    {
        return m_real->waitFor([this, status] {
            const auto &entry = last();
            const auto &original = entry.originalText.isEmpty() ? entry.text : entry.originalText;
            return original == m_written && entry.state == ChatState::Published
                && entry.translation.status == status;
        });
    }

    // What a screen reader says of the last line: the words that the view shows.
    QString spoken() const
    {
        auto *list = QAccessible::queryAccessibleInterface(m_view);
        auto *line = list == nullptr ? nullptr : list->child(m_view->model()->count() - 1);
        return line == nullptr ? QString() : line->text(QAccessible::Name);
    }

    // Finds it as a person does: the place in the last bubble where the pointer becomes a hand.
    bool clickOriginal()
    {
        auto *list = QAccessible::queryAccessibleInterface(m_view);
        auto *viewport = m_view->viewport();
        const auto corner = viewport->mapToGlobal(QPoint(0, 0));
        const auto row = list->child(m_view->model()->count() - 1)
                             ->rect()
                             .translated(-corner.x(), -corner.y());
        for (int y = row.bottom(); y >= row.top(); y -= 3) {
            for (int x = 0; x < viewport->width(); x += 6) {
                QTest::mouseMove(viewport, QPoint(x, y));
                QApplication::processEvents();
                if (viewport->cursor().shape() != Qt::PointingHandCursor)
                    continue;
                QTest::mouseClick(viewport, Qt::LeftButton, {}, QPoint(x, y));
                return true;
            }
        }
        return false;
    }

    std::unique_ptr<RealWindow> m_real;
    Composer *m_composer = nullptr;
    ChatView *m_view = nullptr;
    QString m_written{};
};

QTEST_MAIN(TestChatTranslatesSpanish)
#include "tst_chat_translates_spanish.moc"
