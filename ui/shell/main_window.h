#pragma once

#include <QMainWindow>
#include <QPointer>
#include <QStringList>

#include "ui/common/act_guard.h"
#include "ui/common/broker_link.h"
#include "ui/common/navigator.h"
#include "ui/common/theme.h"
#include "ui/shell/app_context.h"
#include "ui/shell/profile_switch.h"
#include "ui/shell/window_settings.h"

class QDialog;
class QFrame;
class QToolButton;

namespace parley::ui {

class PageSet;
class ProfileChooser;
class Rail;
class StatusFeed;
class UndoBar;

// The one window. Puts rail, pages and status line together and hands them the broker; what they
// show is their business. Thread: GUI.
class MainWindow final : public QMainWindow
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MainWindow)

public:
    explicit MainWindow(AppContext context, QWidget *parent = nullptr);
    ~MainWindow() override;

    //! The embedded broker serves now, or serves elsewhere than before.
    void setBroker(const QUrl &url, const QByteArray &ownerToken);
    //! It does not serve. \p freePort is offered instead when it is not 0.
    void setBrokerProblem(const QString &problem, std::uint16_t freePort);

    //! AppContext::secrets has another place, or wants to be told one: shown in the settings, and
    //! asked about once.
    void showSecretPlace();

    QStringList pageNames() const; // "overview", "topics", ... in the order of the rail
    void showPage(const QString &name);
    bool pageHasData(const QString &name) const; // false also for an unknown page
    void setTheme(ThemeChoice choice);

Q_SIGNALS:
    void firstFramePainted(); // once; the time to start what is slow

protected:
    void paintEvent(QPaintEvent *event) override;
    void closeEvent(QCloseEvent *event) override;

private:
    QWidget *makeTopBar();
    void makePages();
    void connectParts();
    QString secretPlaceText() const;
    void openPalette();
    void openSecretPlace();
    void startDemo();
    void startOnPort(quint16 port);
    void toggleTheme();
    void showTitle();

    AppContext m_context;
    WindowSettings m_settings;
    BrokerLink m_link;
    ActGuard m_guard;
    Navigator m_navigator;
    ProfileBook m_book;
    ProfileSwitch m_switch;
    UndoBar *m_undo = nullptr;
    StatusFeed *m_feed = nullptr;
    ProfileChooser *m_chooser = nullptr;
    QFrame *m_edge = nullptr; // in the colour of the profile
    Rail *m_rail = nullptr;
    PageSet *m_pages = nullptr;
    QToolButton *m_themeButton = nullptr;
    QPointer<QDialog> m_secretPlace; // while it is asked about
    bool m_painted = false;
    bool m_brokerStarts = false; // on another port, asked for by a person
    bool m_closing = false;
};

} // namespace parley::ui
