#pragma once

#include <functional>

#include <QTimer>
#include <QWidget>

class QLabel;

namespace parley::ui {

// "Topic test deleted - Undo 8 s". The deed is done when the bar runs out, when another one takes
// its place, when another broker is opened, or when the window closes; until then it can be taken
// back. Thread: GUI.
class UndoBar final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(UndoBar)

public:
    static constexpr int kSeconds = 10; // rule C10

    //! Asks a person before \p what is done. One of the two is called, at most once.
    using Guard = std::function<void(const QString &what, std::function<void()> go,
                                     std::function<void()> stop)>;

    explicit UndoBar(QWidget *parent = nullptr);

    //! \param text what will have been done; \param commit does it; \param undo brings the row
    //! back.
    void offer(const QString &text, std::function<void()> commit, std::function<void()> undo);
    //! The same for what this program keeps itself: the guard watches over brokers.
    void offerUnguarded(const QString &text, std::function<void()> commit,
                        std::function<void()> undo);
    //! For what cannot be undone: \p act at once, or when the guard lets it.
    void doNow(const QString &what, std::function<void()> act);
    //! Every destructive act goes through it; empty: nobody is asked.
    void setGuard(Guard guard) { m_guard = std::move(guard); }
    void commitNow(); // nothing when nothing is pending
    void undoNow();
    bool isPending() const { return m_commit != nullptr; }

private:
    void tick();
    void finish();

    Guard m_guard{};
    QString m_text{};
    QLabel *m_label = nullptr;
    QTimer m_timer;
    int m_left = 0; // seconds
    std::function<void()> m_commit{};
    std::function<void()> m_undo{};
};

} // namespace parley::ui
