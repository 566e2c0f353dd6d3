#pragma once

#include <QDialog>

class QComboBox;
class QLabel;
class QStackedWidget;
class QVBoxLayout;

namespace parley::ui {

// A new secret in place of an old one, in two steps: for how long the old one goes on, then the new
// one, once. What is rotated, and how, is up to the dialog that is made of it. Thread: GUI.
class RotationDialog : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RotationDialog)

public:
    //! Not while the broker is asked, nor before the new secret, shown for the only time, was left
    //! by its own button.
    void reject() override;

protected:
    //! \param usual overlap in seconds: the first choice. One of those that are offered.
    RotationDialog(const QString &title, qint64 usual, QWidget *parent);

    QVBoxLayout &question() { return *m_layout; } // the first step; finishQuestion() ends it
    QWidget *step() const { return m_step; } // parent of what stands in it
    void finishQuestion(); // the buttons

    QComboBox *overlapBox() const { return m_overlap; }
    qint64 overlapSeconds() const;

    virtual void rotate() = 0; // asks the broker; the dialog waits until takeAnswer()
    void takeAnswer(const QString &problem); // "": it went well
    void showSecret(QWidget *view); // the second step

    QStackedWidget *steps() const { return m_steps; } // parent of the second step

private:
    void begin();

    QStackedWidget *m_steps = nullptr;
    QWidget *m_step = nullptr;
    QVBoxLayout *m_layout = nullptr;
    QComboBox *m_overlap = nullptr;
    QLabel *m_problem = nullptr;
};

} // namespace parley::ui
