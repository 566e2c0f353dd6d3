#pragma once

#include <functional>

#include <QDialog>
#include <QList>

class QLineEdit;
class QListWidget;

namespace parley::ui {

// One thing that can be found and done by typing its name.
struct Command {
    QString text{};
    QString hint{}; // "topic", "Ctrl+1"
    std::function<void()> run{};
};

// Type to find a page, an action, a topic, a webhook, a room; Return does it. Thread: GUI.
class CommandPalette final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CommandPalette)

public:
    static constexpr int kMaxShown = 50; // more is not read; typing on narrows it

    explicit CommandPalette(QWidget *parent);
    void addCommands(const QList<Command> &commands); // more may come while it is open

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void narrow();
    void runCurrent();

    QList<Command> m_commands{};
    QLineEdit *m_line = nullptr;
    QListWidget *m_list = nullptr;
};

} // namespace parley::ui
