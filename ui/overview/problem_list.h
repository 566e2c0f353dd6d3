#pragma once

#include <functional>

#include <QFrame>
#include <QMap>
#include <QString>

class QVBoxLayout;

namespace parley::ui {

struct Problem {
    QString text{};
    QString action{}; // what the button says; "" = no button
    std::function<void()> act{};
    bool severe = false; // else it is worth knowing only
};

// What is wrong now, one line each, and what can be done about it. Thread: GUI.
class ProblemList final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ProblemList)

public:
    explicit ProblemList(QWidget *parent);

    //! \param source whose problems these are; they replace those it gave before.
    void setProblems(const QString &source, const QList<Problem> &problems);
    int count() const;

private:
    void rebuild();
    QWidget *line(const Problem &problem);

    QMap<QString, QList<Problem>> m_problems{};
    QVBoxLayout *m_lines = nullptr;
    QWidget *m_content = nullptr;
};

} // namespace parley::ui
