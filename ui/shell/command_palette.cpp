#include "ui/shell/command_palette.h"

#include <QCoreApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QVBoxLayout>

namespace parley::ui {
namespace {

// Every word typed must be in it, in any order: "del dead" finds "Deliveries that are dead".
bool matches(const Command &command, const QStringList &words)
{
    return std::all_of(words.cbegin(), words.cend(), [&command](const QString &word) {
        return command.text.contains(word, Qt::CaseInsensitive)
            || command.hint.contains(word, Qt::CaseInsensitive);
    });
}

} // namespace

CommandPalette::CommandPalette(QWidget *parent) :
    QDialog(parent, Qt::Popup), m_line(new QLineEdit(this)), m_list(new QListWidget(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setAccessibleName(tr("Search or run"));
    m_line->setPlaceholderText(tr("Find a page, a topic, a webhook, a room, or something to do"));
    m_line->setAccessibleName(m_line->placeholderText());
    m_line->installEventFilter(this);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setUniformItemSizes(true);
    m_list->setAccessibleName(tr("What was found"));
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_line);
    layout->addWidget(m_list);
    const int width = fontMetrics().averageCharWidth() * 80;
    resize(width, fontMetrics().height() * 24);
    if (parent != nullptr)
        move(parent->mapToGlobal(QPoint((parent->width() - width) / 2, 60)));
    connect(m_line, &QLineEdit::textChanged, this, &CommandPalette::narrow);
    connect(m_line, &QLineEdit::returnPressed, this, &CommandPalette::runCurrent);
    connect(m_list, &QListWidget::itemClicked, this, &CommandPalette::runCurrent);
    m_line->setFocus();
}

void CommandPalette::addCommands(const QList<Command> &commands)
{
    m_commands += commands;
    narrow();
}

void CommandPalette::narrow()
{
    const auto words = m_line->text().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    m_list->clear();
    for (int i = 0; i < m_commands.size() && m_list->count() < kMaxShown; ++i) {
        const auto &command = m_commands.at(i);
        if (!matches(command, words))
            continue;
        const auto text = command.hint.isEmpty()
            ? command.text
            : QStringLiteral("%1    %2").arg(command.text, command.hint);
        auto *item = new QListWidgetItem(text, m_list);
        item->setData(Qt::UserRole, i);
    }
    if (m_list->count() > 0)
        m_list->setCurrentRow(0);
}

void CommandPalette::runCurrent()
{
    const auto *item = m_list->currentItem();
    if (item == nullptr)
        return;
    const auto run = m_commands.at(item->data(Qt::UserRole).toInt()).run;
    close();
    run();
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_line && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Up || key == Qt::Key_Down || key == Qt::Key_PageUp
            || key == Qt::Key_PageDown) {
            QCoreApplication::sendEvent(m_list, event);
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

} // namespace parley::ui
