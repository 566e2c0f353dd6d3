#pragma once

#include <functional>
#include <memory>

#include <QAbstractButton>
#include <QDialog>
#include <QString>
#include <QTableView>
#include <QTemporaryDir>

#include "server/base/log.h"
#include "server/broker/broker.h"
#include "server/client/broker_address.h"

namespace parley::app {
class DemoRoom;
}

namespace parley::ui {
class MainWindow;
}

namespace parley::test {

// The whole window on a broker of its own (any free port, a data directory that goes with it), and
// the hands that use it: everything is found by the words that a person sees. What is not found
// within kPatienceMs is null, so that the test fails where it looks. Thread: main.
class RealWindow
{
public:
    static constexpr int kPatienceMs = 15'000; // a slow machine under load; nothing waits it out

    RealWindow();
    ~RealWindow();
    RealWindow(const RealWindow &) = delete;
    RealWindow &operator=(const RealWindow &) = delete;

    bool start(); // false: the broker does not serve or the window does not reach it
    QWidget &window();
    client::BrokerAddress owner() const; // address and secret with every right

    bool waitFor(const std::function<bool()> &what) const;

    bool open(const QString &page); // clicks it on the rail; by its title
    QDialog *dialog(); // the one that is open
    //! The shown button with this text or accessible name within \p where.
    QAbstractButton *button(QWidget *where, const QString &text);
    bool click(QWidget *where, const QString &buttonText);
    //! The shown widget of type T whose accessible name, placeholder or buddy label is \p name.
    template <typename T>
    T *widget(QWidget *where, const QString &name);
    //! Whether a shown label, button or line edit within \p where has this in its text.
    static bool says(QWidget *where, const QString &text);

    QTableView *table(QWidget *where, const QString &name);
    //! Row of \p table with a cell that contains \p text, waited for; -1: there is none.
    int rowWith(QTableView *table, const QString &text);
    bool clickRow(QTableView *table, const QString &text);

private:
    QWidget *find(QWidget *where, const std::function<bool(QWidget *)> &fits);
    static bool isNamed(const QWidget *widget, const QString &name);

    QTemporaryDir m_folder;
    SilentLog m_log;
    std::unique_ptr<Broker> m_broker;
    QByteArray m_token;
    std::unique_ptr<app::DemoRoom> m_demo;
    std::unique_ptr<ui::MainWindow> m_window;
};

//! What a test calls first: any Qt warning but the one that the offscreen platform always gives
//! fails it.
void failOnWarnings();

template <typename T>
T *RealWindow::widget(QWidget *where, const QString &name)
{
    return qobject_cast<T *>(find(where, [&name](QWidget *each) {
        return qobject_cast<T *>(each) != nullptr && isNamed(each, name);
    }));
}

} // namespace parley::test
