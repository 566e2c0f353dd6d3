#pragma once

#include <QMainWindow>
#include <QStringList>

#include "ui/common/theme.h"
#include "ui/shell/app_context.h"

class QStackedWidget;

namespace parley::ui {

// The one window. Holds the pages and hands them what they need; no logic of its own. Thread: GUI.
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

    QStringList pageNames() const; // "overview", "topics", ... in the order of the rail
    void showPage(const QString &name);
    bool pageHasData(const QString &name) const; // false also for an unknown page
    void setTheme(ThemeChoice choice);

Q_SIGNALS:
    void firstFramePainted(); // once; the time to start what is slow

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    AppContext m_context;
    QStackedWidget *m_pages = nullptr;
    bool m_painted = false;
};

} // namespace parley::ui
