#pragma once

#include <memory>

#include <QAbstractButton>
#include <QComboBox>
#include <QDialog>
#include <QLineEdit>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include "app/demo/demo_room.h"
#include "server/base/clock.h"
#include "server/broker/broker.h"
#include "ui/shell/main_window.h"

namespace parley::test {

// The window in front of a real broker in the same process, on a free port and with data that goes
// away with it: what a person has after the first start. Clicks and keys go to its widgets, which
// are found by the words that a person reads. Thread: GUI.
class RealWindow final
{
public:
    static constexpr int kPatienceMs
        = 20'000; // a loaded machine; nothing waits this long otherwise

    //! \return a problem, "" when the window is shown and online.
    QString open();
    ~RealWindow();

    ui::MainWindow &window() const { return *m_window; }
    Broker &broker() { return *m_broker; }
    const QByteArray &ownerToken() const { return m_ownerToken; }

    //! Shows the page that the rail calls \p title, by a click there.
    void openPage(const QString &title);

    //! A shown and enabled button whose text or accessible name is \p words; null when none is.
    QAbstractButton *button(const QString &words) const;
    bool hasButton(const QString &words) const { return button(words) != nullptr; }
    //! Clicks it with the mouse, once it is there. False when it did not appear.
    bool click(const QString &words);
    QDialog *dialog() const; // the one that is open; null: none

    //! A shown widget of that type with that accessible name.
    template <typename Widget>
    Widget *named(const QString &accessibleName) const
    {
        const auto all = m_window->findChildren<Widget *>();
        for (Widget *widget : all)
            if (widget->isVisible() && widget->accessibleName() == accessibleName)
                return widget;
        return nullptr;
    }
    //! The field that the label \p words of an open form stands before.
    QWidget *field(const QString &words) const;

    //! Texts of a column of the shown table called \p accessibleName, top to bottom.
    QStringList column(const QString &accessibleName, int column) const;
    bool hasText(const QString &part) const; // some shown label contains it

private:
    SystemClock m_clock;
    StandardErrorLog m_log{m_clock, LogLevel::Warning};
    QTemporaryDir m_data;
    std::unique_ptr<Broker> m_broker;
    QByteArray m_ownerToken;
    std::unique_ptr<app::DemoRoom> m_demo;
    std::unique_ptr<ui::MainWindow> m_window;
};

//! A warning of Qt fails the test, but the one that the offscreen platform gives for each window.
void failOnQtWarnings();

} // namespace parley::test
