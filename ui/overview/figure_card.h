#pragma once

#include <QFrame>

class QLabel;

namespace parley::ui {

class ElidedLabel;
class Sparkline;

// One figure with its name, and its course when it has one. Thread: GUI.
class FigureCard final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FigureCard)

public:
    FigureCard(const QString &name, bool withCourse, QWidget *parent);
    void setFigure(const QString &figure, const QString &note);
    void setCourse(const QList<double> &samples);

private:
    QString m_name;
    QLabel *m_figure = nullptr;
    ElidedLabel *m_note = nullptr;
    Sparkline *m_course = nullptr;
};

} // namespace parley::ui
