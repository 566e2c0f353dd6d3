#pragma once

#include <QHash>
#include <QWidget>

#include "ui/models/pipeline_graph.h"

namespace parley::ui {

// Paints a PipelineGraph. Arrow keys walk from node to node, Return opens one. Thread: GUI.
class PipelineView final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PipelineView)

public:
    explicit PipelineView(QWidget *parent = nullptr);

    //! \param rates of topics in messages per second, by node key.
    void setGraph(const PipelineGraph &graph, const QHash<QString, double> &rates);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    void nodeActivated(const parley::ui::PipelineNode &node);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    bool event(QEvent *event) override;

private:
    QRect place(const PipelineNode &node) const;
    int nodeAt(const QPoint &position) const; // -1: none
    void paintNode(QPainter &painter, int index) const;
    void paintEdge(QPainter &painter, const PipelineEdge &edge) const;
    void setCurrent(int index);
    int neighbour(int key) const;

    PipelineGraph m_graph{};
    QHash<QString, double> m_rates{};
    int m_current = -1;
};

} // namespace parley::ui
