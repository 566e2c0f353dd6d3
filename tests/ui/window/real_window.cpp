#include "tests/ui/window/real_window.h"

#include <QLabel>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace parley::test {
namespace {

QString withoutMnemonic(QString words)
{
    return words.remove(u'&');
}

} // namespace

void failOnQtWarnings()
{
    QTest::failOnWarning(
        QRegularExpression(u"^(?!This plugin does not support propagateSizeHints)"_s));
}

RealWindow::~RealWindow()
{
    m_window.reset(); // clients first, then the broker that they talk to
    m_demo.reset();
    m_broker.reset();
}

QString RealWindow::open()
{
    BrokerOptions options;
    options.dataDirectory = m_data.filePath(u"data"_s).toStdString();
    options.port = 0;
    options.version = "test";
    options.scriptProgram = PARLEY_JS;
    auto broker = Broker::start(options, m_log);
    if (!broker)
        return QString::fromStdString(broker.error().message);
    m_broker = std::move(*broker);
    const auto token = m_broker->renewOwnerToken();
    if (!token)
        return QString::fromStdString(token.error().message);
    m_ownerToken = QByteArray::fromStdString(*token);

    ui::AppContext context;
    context.brokerUrl = QUrl(QString::fromStdString(m_broker->url()));
    context.ownerToken = m_ownerToken;
    context.version = u"test"_s;
    context.startDemo = [this](ui::Done done) {
        m_demo = std::make_unique<app::DemoRoom>();
        m_demo->start({QUrl(QString::fromStdString(m_broker->url())), m_ownerToken},
                      std::move(done));
    };
    m_window = std::make_unique<ui::MainWindow>(std::move(context));
    m_window->resize(1200, 800);
    m_window->show();
    const bool online = QTest::qWaitFor([this] { return hasText(u"online"_s); }, kPatienceMs);
    return online ? QString() : u"the window did not go online"_s;
}

void RealWindow::openPage(const QString &title)
{
    QVERIFY2(click(title), qPrintable(title));
}

QAbstractButton *RealWindow::button(const QString &words) const
{
    const QWidget *scope = dialog();
    const auto all = (scope ? scope : m_window.get())->findChildren<QAbstractButton *>();
    for (QAbstractButton *button : all) {
        const bool fits = withoutMnemonic(button->text()) == words
            || button->accessibleName() == words || button->toolTip() == words;
        if (fits && button->isVisible() && button->isEnabled())
            return button;
    }
    return nullptr;
}

bool RealWindow::click(const QString &words)
{
    if (!QTest::qWaitFor([&] { return hasButton(words); }, kPatienceMs))
        return false;
    QTest::mouseClick(button(words), Qt::LeftButton);
    return true;
}

QDialog *RealWindow::dialog() const
{
    const auto all = m_window->findChildren<QDialog *>();
    for (QDialog *dialog : all)
        if (dialog->isVisible())
            return dialog;
    return nullptr;
}

QWidget *RealWindow::field(const QString &words) const
{
    const QWidget *scope = dialog();
    const auto all = (scope ? scope : m_window.get())->findChildren<QLabel *>();
    for (const QLabel *label : all)
        if (label->isVisible() && label->buddy() && withoutMnemonic(label->text()) == words)
            return label->buddy();
    return nullptr;
}

QStringList RealWindow::column(const QString &accessibleName, int column) const
{
    QStringList texts;
    const auto *table = named<QTableView>(accessibleName);
    for (int row = 0; table && row < table->model()->rowCount(); ++row)
        texts.append(table->model()->index(row, column).data().toString());
    return texts;
}

bool RealWindow::hasText(const QString &part) const
{
    const auto all = m_window->findChildren<QLabel *>();
    for (const QLabel *label : all)
        if (label->isVisible() && label->text().contains(part))
            return true;
    return false;
}

} // namespace parley::test
