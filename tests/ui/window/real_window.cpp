#include "tests/ui/window/real_window.h"

#include <algorithm>

#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QTest>

#include "app/demo/demo_room.h"
#include "ui/shell/main_window.h"

namespace parley::test {

RealWindow::RealWindow() = default;

// Clients first, then the broker that they talk to.
RealWindow::~RealWindow()
{
    m_window.reset();
    m_demo.reset();
    m_broker.reset();
}

bool RealWindow::start()
{
    BrokerOptions options;
    options.dataDirectory = m_folder.filePath(QStringLiteral("data")).toStdString();
    options.port = 0;
    options.version = "test";
    auto broker = Broker::start(options, m_log);
    if (!broker)
        return false;
    m_broker = std::move(*broker);
    const auto token = m_broker->renewOwnerToken();
    if (!token)
        return false;
    m_token = QByteArray::fromStdString(*token);
    ui::AppContext context;
    context.version = QStringLiteral("test");
    context.startDemo = [this](ui::Done done) {
        m_demo = std::make_unique<app::DemoRoom>();
        m_demo->start(owner(), std::move(done));
    };
    m_window = std::make_unique<ui::MainWindow>(std::move(context));
    m_window->setTheme(ui::ThemeChoice::Light);
    m_window->show();
    m_window->setBroker(owner().url, m_token);
    return QTest::qWaitForWindowActive(m_window.get())
        && waitFor([this] { return says(m_window.get(), QStringLiteral("● online")); });
}

QWidget &RealWindow::window()
{
    return *m_window;
}

client::BrokerAddress RealWindow::owner() const
{
    return {QUrl(QString::fromStdString(m_broker->url())), m_token};
}

bool RealWindow::waitFor(const std::function<bool()> &what) const
{
    return QTest::qWaitFor(what, kPatienceMs);
}

bool RealWindow::isNamed(const QWidget *widget, const QString &name)
{
    if (widget->accessibleName() == name)
        return true;
    if (const auto *line = qobject_cast<const QLineEdit *>(widget))
        if (line->placeholderText() == name)
            return true;
    const auto labels = widget->window()->findChildren<QLabel *>();
    return std::any_of(labels.cbegin(), labels.cend(), [&](const QLabel *label) {
        return label->buddy() == widget && label->text().remove(QLatin1Char('&')) == name;
    });
}

QWidget *RealWindow::find(QWidget *where, const std::function<bool(QWidget *)> &fits)
{
    QWidget *found = nullptr;
    if (where == nullptr)
        return nullptr;
    (void)waitFor([&] {
        for (auto *each : where->findChildren<QWidget *>()) {
            if (each->isVisible() && fits(each)) {
                found = each;
                return true;
            }
        }
        return false;
    });
    return found;
}

bool RealWindow::open(const QString &page)
{
    auto *rail = m_window->findChild<QWidget *>(QStringLiteral("rail"));
    return click(rail, page);
}

QDialog *RealWindow::dialog()
{
    QDialog *found = nullptr;
    (void)waitFor([&] {
        for (auto *each : m_window->findChildren<QDialog *>()) {
            if (each->isVisible())
                found = each;
        }
        return found != nullptr;
    });
    return found;
}

QAbstractButton *RealWindow::button(QWidget *where, const QString &text)
{
    return qobject_cast<QAbstractButton *>(find(where, [&text](QWidget *each) {
        const auto *button = qobject_cast<QAbstractButton *>(each);
        return button != nullptr && button->isEnabled()
            && (button->text() == text || button->accessibleName() == text);
    }));
}

bool RealWindow::click(QWidget *where, const QString &buttonText)
{
    auto *found = button(where, buttonText);
    if (found == nullptr)
        return false;
    QTest::mouseClick(found, Qt::LeftButton);
    return true;
}

bool RealWindow::says(QWidget *where, const QString &text)
{
    const auto widgets = where->findChildren<QWidget *>();
    return std::any_of(widgets.cbegin(), widgets.cend(), [&text](QWidget *each) {
        if (!each->isVisible())
            return false;
        QString shown;
        if (const auto *label = qobject_cast<QLabel *>(each))
            shown = label->text();
        else if (const auto *button = qobject_cast<QAbstractButton *>(each))
            shown = button->text();
        else if (const auto *line = qobject_cast<QLineEdit *>(each))
            shown = line->text();
        else if (const auto *pane = qobject_cast<QPlainTextEdit *>(each))
            shown = pane->toPlainText();
        return shown.contains(text);
    });
}

QTableView *RealWindow::table(QWidget *where, const QString &name)
{
    return widget<QTableView>(where, name);
}

int RealWindow::rowWith(QTableView *table, const QString &text)
{
    int found = -1;
    if (table == nullptr)
        return found;
    (void)waitFor([&] {
        const auto *model = table->model();
        for (int row = 0; row < model->rowCount() && found < 0; ++row) {
            for (int column = 0; column < model->columnCount(); ++column) {
                if (model->index(row, column).data().toString().contains(text))
                    found = row;
            }
        }
        return found >= 0;
    });
    return found;
}

bool RealWindow::clickRow(QTableView *table, const QString &text)
{
    const int row = rowWith(table, text);
    if (row < 0)
        return false;
    const auto index = table->model()->index(row, 0);
    table->scrollTo(index);
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(index).center());
    return table->currentIndex().row() == row;
}

void failOnWarnings()
{
    QTest::failOnWarning(
        QRegularExpression(QStringLiteral("^(?!This plugin does not support propagateSizeHints)")));
}

} // namespace parley::test
