#include "ui/shell/main_window.h"

#include <QStackedWidget>
#include <QTimer>

namespace parley::ui {

MainWindow::MainWindow(AppContext context, QWidget *parent) :
    QMainWindow(parent), m_context(std::move(context)), m_pages(new QStackedWidget(this))
{
    setWindowTitle(tr("Parley"));
    setCentralWidget(m_pages);
    resize(1200, 800);
}

MainWindow::~MainWindow() = default;

void MainWindow::setBroker(const QUrl &url, const QByteArray &ownerToken)
{
    m_context.brokerUrl = url;
    m_context.ownerToken = ownerToken;
    m_context.brokerProblem.clear();
}

void MainWindow::setBrokerProblem(const QString &problem, std::uint16_t freePort)
{
    m_context.brokerProblem = problem;
    m_context.freePort = freePort;
}

QStringList MainWindow::pageNames() const
{
    return {};
}

void MainWindow::showPage(const QString &) {}

bool MainWindow::pageHasData(const QString &) const
{
    return false;
}

void MainWindow::setTheme(ThemeChoice choice)
{
    applyTheme(choice);
}

void MainWindow::paintEvent(QPaintEvent *event)
{
    QMainWindow::paintEvent(event);
    if (m_painted)
        return;
    m_painted = true;
    QTimer::singleShot(0, this, &MainWindow::firstFramePainted);
}

} // namespace parley::ui
